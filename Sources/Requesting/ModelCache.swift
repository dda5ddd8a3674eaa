package import Extraction
private import Glibc

/// The folder where the local model and its server are, and what is in it.
///
/// `make model` fills it: `${XDG_CACHE_HOME:-~/.cache}/sluice`.
package struct ModelCache: Sendable {
  /// The file that is used where a pipeline names none.
  package static let modelName = "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf"

  /// Absolute.
  package let folder: String
  private let environment: [String: String]

  /// - Parameter environment: that of the process.
  package init(environment: [String: String]) {
    let base = environment["XDG_CACHE_HOME"].flatMap { $0.isEmpty ? nil : $0 }
    folder = (base ?? (environment["HOME"] ?? "/root") + "/.cache") + "/sluice"
    self.environment = environment
  }

  /// The Python that has the server.
  package var python: String { folder + "/python/bin/python" }

  /// A GGUF file.
  package struct Model: Sendable, Equatable {
    package let path: String
    /// In bytes.
    package let size: Int

    /// The last part of the path.
    package var name: String { String(path.split(separator: "/").last ?? "") }

    /// What makes two models the same: file name and size.
    package var identity: String { "\(name) \(size)" }
  }

  /// The model of some settings: theirs, else `$SLUICE_MODEL`, else the cached file.
  ///
  /// - Throws: a failure with the closure `unavailable` where there is no such file.
  package func model(of settings: ModelSettings) throws(Failure) -> Model {
    let named = settings.model ?? environment["SLUICE_MODEL"].flatMap { $0.isEmpty ? nil : $0 }
    let path = named ?? folder + "/" + Self.modelName
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw Failure(
        .modelUnavailable, stage: .request,
        "model \(settings.name): there is no file \(path)",
        advice: named == nil
          ? "Run `make model`, which fetches it once, or name a GGUF file in the pipeline."
          : "Correct the path, or leave it out and run `make model`.",
        closure: .unavailable)
    }
    return Model(path: path, size: Int(status.st_size))
  }

  /// Makes the folder where it is missing, with those above it.
  func makeFolder() {
    var path = ""
    for part in folder.split(separator: "/") {
      path += "/" + part
      mkdir(path, 0o700)
    }
  }
}
