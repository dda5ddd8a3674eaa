package import Foundation

/// A new, empty folder that is deleted, with all that is in it, together with this object.
package final class TemporaryFolder: Sendable {
  package let url: URL

  package init() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("sluice-test-\(UUID().uuidString)", isDirectory: true)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    url = folder.resolvingSymlinksInPath()
  }

  deinit {
    try? FileManager.default.removeItem(at: url)
  }

  /// Absolute, without a closing slash.
  package var path: String { url.path }

  /// Writes a file, making the folders on its way.
  @discardableResult
  package func write(_ text: String, to name: String) throws -> URL {
    try write(Data(text.utf8), to: name)
  }

  /// Writes a file, making the folders on its way.
  @discardableResult
  package func write(_ data: Data, to name: String) throws -> URL {
    let file = url.appendingPathComponent(name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: file)
    return file
  }

  /// Reads a file as UTF-8.
  package func read(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: url.appendingPathComponent(name)), as: UTF8.self)
  }
}
