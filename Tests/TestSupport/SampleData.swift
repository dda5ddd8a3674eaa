package import Foundation

/// The collections of documents that tests read and the repository does not hold.
///
/// They are in `$SLUICE_DATA`, else in `../shared/data` beside the package. Where they are absent, a
/// test that needs them is skipped with one line; on a build server (`CI=true`) it fails instead,
/// because there a skipped test would look like a passed one:
///
///     @Test(.enabled(if: SampleData.isUsable("pdf-corpus"), "\(SampleData.absence)"))
///     func reads() throws { let folder = try SampleData.folder("pdf-corpus") … }
package enum SampleData {
  /// Nil where there are none.
  package static var root: URL? {
    let environment = ProcessInfo.processInfo.environment["SLUICE_DATA"].map {
      URL(fileURLWithPath: $0, isDirectory: true)
    }
    let folder = environment ?? packageRoot.appendingPathComponent("../shared/data").standardized
    return isFolder(folder) ? folder : nil
  }

  /// The folder of Package.swift.
  package static var packageRoot: URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
  }

  /// What a skipped test says.
  package static let absence = "no sample data: set SLUICE_DATA"

  /// Whether a test that needs a folder is to run: it is there, or its absence is a failure.
  package static func isUsable(_ name: String) -> Bool {
    if ProcessInfo.processInfo.environment["CI"] == "true" { return true }
    return (try? folder(name)) != nil
  }

  /// A folder of the data.
  ///
  /// - Throws: ``Absent`` where it is not there.
  package static func folder(_ name: String) throws -> URL {
    guard let folder = root?.appendingPathComponent(name), isFolder(folder) else {
      throw Absent(name: name)
    }
    return folder
  }

  /// The bytes of a file of the data.
  package static func bytes(_ path: String) throws -> [UInt8] {
    guard let root else { throw Absent(name: path) }
    return [UInt8](try Data(contentsOf: root.appendingPathComponent(path)))
  }

  /// The names of the files in a folder of the data that end so, sorted.
  package static func names(in name: String, suffix: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder(name).path)
      .filter { $0.hasSuffix(suffix) }.sorted()
  }

  /// The data are not on this machine.
  package struct Absent: Error, CustomStringConvertible {
    package let name: String

    package var description: String { "no \(name) in $SLUICE_DATA or ../shared/data" }
  }

  private static func isFolder(_ url: URL) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder)
      && isFolder.boolValue
  }
}
