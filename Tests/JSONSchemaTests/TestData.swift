import Foundation

/// The test data of public projects, which lives outside the project.
enum TestData {
  /// The folder: `$SLUICE_DATA`, else `../shared/data` beside the package root.
  static let folder: URL = {
    if let path = ProcessInfo.processInfo.environment["SLUICE_DATA"] {
      return URL(fileURLWithPath: path)
    }
    let root = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    return root.deletingLastPathComponent().appendingPathComponent("shared/data")
  }()

  /// Whether tests on it should run: it is there, or this is CI, where its absence is a failure.
  static let isExpected =
    FileManager.default.fileExists(atPath: folder.path)
    || ProcessInfo.processInfo.environment["CI"] == "true"

  /// The bytes of a file below the folder.
  static func bytes(_ path: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: folder.appendingPathComponent(path)))
  }

  /// The names of the files in a folder below, sorted, that end so.
  static func names(in path: String, suffix: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.appendingPathComponent(path).path)
      .filter { $0.hasSuffix(suffix) }.sorted()
  }
}
