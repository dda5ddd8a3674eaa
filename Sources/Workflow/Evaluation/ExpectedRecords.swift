package import Extraction
import Foundation
package import JSON

/// A folder of expected records, one JSON file for each document.
///
/// The record of a document is `<folder>/<its path below its source folder>.json`, else the same
/// with its extension replaced, else the one file of that name anywhere in the folder.
package struct ExpectedRecords: Sendable {
  /// As the user named it.
  package let folder: String
  /// The JSON files below the folder, relative to it, in order.
  package let files: [String]

  /// Pure.
  package init(folder: String, files: [String]) {
    self.folder = folder
    self.files = files.sorted()
  }

  /// Looks into a folder.
  ///
  /// - Throws: ``ExpectedRecordError``.
  package init(reading folder: String) throws(ExpectedRecordError) {
    let path = folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue,
      let names = FileManager.default.enumerator(atPath: path)?.allObjects as? [String]
    else { throw .noFolder(folder) }
    let files = names.filter { $0.hasSuffix(".json") }
    guard !files.isEmpty else { throw .noFiles(folder) }
    self.init(folder: path, files: files)
  }

  /// The file that belongs to a document; nil where there is none.
  ///
  /// Pure.
  ///
  /// - Parameter sources: the source's paths, as the pipeline has them.
  package func file(
    for document: DocumentPath, below sources: [DocumentPath]
  ) throws(ExpectedRecordError) -> String? {
    let path = document.description
    let below = Self.path(path, below: sources.map(\.description))
    let known = Set(files)
    let nearest = [below + ".json", Self.replacingExtension(below)]
    if let found = nearest.first(where: known.contains) { return found }
    let name = below.split(separator: "/").last.map(String.init) ?? below
    let names: Set = [name + ".json", Self.replacingExtension(name)]
    let candidates = files.filter { file in
      names.contains(file.split(separator: "/").last.map(String.init) ?? file)
    }
    guard candidates.count < 2 else {
      throw .ambiguous(path, candidates.map { folder + "/" + $0 })
    }
    return candidates.first
  }

  /// Reads one of the files.
  package func record(_ file: String) throws(ExpectedRecordError) -> JSONValue {
    let path = folder + "/" + file
    guard let data = FileManager.default.contents(atPath: path) else {
      throw .unreadable(path, reason: "it cannot be read")
    }
    do {
      return try JSONValue(parsing: Array(data))
    } catch {
      throw .unreadable(path, reason: "\(error)")
    }
  }

  /// Below the longest source folder that holds it; the bare name where none does.
  private static func path(_ path: String, below sources: [String]) -> String {
    let folders = sources.map { $0.hasSuffix("/") ? $0 : $0 + "/" }
    let best = folders.filter { path.hasPrefix($0) }.max { $0.utf8.count < $1.utf8.count }
    if let best { return String(path.dropFirst(best.count)) }
    return path.split(separator: "/").last.map(String.init) ?? path
  }

  private static func replacingExtension(_ path: String) -> String {
    let start = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    guard let dot = path[start...].lastIndex(of: "."), dot > start else { return path + ".json" }
    return path[..<dot] + ".json"
  }
}

/// Why expected records cannot be used.
package enum ExpectedRecordError: Error, Sendable, Hashable, CustomStringConvertible {
  case noFolder(String)
  /// It holds no JSON file.
  case noFiles(String)
  /// Two files or more could belong to a document; which.
  case ambiguous(String, [String])
  case unreadable(String, reason: String)

  package var description: String {
    switch self {
    case .noFolder(let folder): "there is no folder \(folder)"
    case .noFiles(let folder): "there is no .json file in \(folder)"
    case .ambiguous(let document, let files):
      "the expected record of \(document) could be any of:"
        + files.map { "\n  \($0)" }.joined()
    case .unreadable(let file, let reason): "\(file): \(reason)"
    }
  }
}
