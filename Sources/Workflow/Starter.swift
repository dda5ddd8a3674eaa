import Foundation
package import JSON

/// What a new pipeline begins with: a pipeline file, a schema and a document, which run at once.
package struct Starter: Sendable {
  /// Texts by path below the folder.
  package let files: [(path: String, text: String)]

  /// Receipts.
  package init(name: String) {
    files = [
      ("pipeline.yaml", StarterTexts.pipeline(Self.checked(name), noun: "receipt")),
      ("schema.json", StarterTexts.schema), ("documents/receipt.txt", StarterTexts.document),
    ]
  }

  /// Records like an example, with a document that says what it says.
  ///
  /// - Parameter schema: a draft for the example.
  package init(name: String, schema: JSONValue, example: JSONValue) {
    files = [
      ("pipeline.yaml", StarterTexts.pipeline(Self.checked(name), noun: "record")),
      ("schema.json", schema.text(.pretty) + "\n"),
      ("documents/example.txt", Self.document(saying: example)),
    ]
  }

  /// Writes the files into a folder, which is made where it is missing.
  ///
  /// - Throws: ``StarterError``, before anything is written where a file would be overwritten.
  package func write(to folder: String) throws(StarterError) {
    let manager = FileManager.default
    let paths = files.map { folder + "/" + $0.path }
    for path in paths where manager.fileExists(atPath: path) { throw .exists(path) }
    for (path, file) in zip(paths, files) {
      do {
        let url = URL(fileURLWithPath: path)
        try manager.createDirectory(
          at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(file.text.utf8).write(to: url, options: .withoutOverwriting)
      } catch {
        throw .cannotWrite(path, reason: error.localizedDescription)
      }
    }
  }

  /// A pipeline's name of a folder's: other characters become `-`.
  private static func checked(_ name: String) -> String {
    let allowed = name.map { $0.isASCII && ($0.isLetter || $0.isNumber) || $0 == "_" ? $0 : "-" }
    let text = String(String(allowed).drop { $0 == "-" })
    return text.isEmpty ? "documents" : text
  }

  /// One line a value, labelled with the words of its key.
  private static func document(saying example: JSONValue) -> String {
    example.leaves.filter { !$0.value.isNull }.map { leaf in
      let label = leaf.pointer.tokens.map { token in
        Int(token).map { "\($0 + 1)" } ?? token.replacing("_", with: " ")
      }.joined(separator: ", ")
      return "\(label): \(leaf.value.stringValue ?? leaf.value.text())\n"
    }.joined()
  }
}

/// Why a starter was not written.
package enum StarterError: Error, Sendable, Hashable, CustomStringConvertible {
  /// A file is there already; nothing was written.
  case exists(String)
  case cannotWrite(String, reason: String)

  package var description: String {
    switch self {
    case .exists(let path): "\(path) is there already; nothing was written"
    case .cannotWrite(let path, let reason): "cannot write \(path): \(reason)"
    }
  }
}
