import Foundation
import JSON

/// A file that holds one JSON text.
enum JSONFile {
  /// - Throws: ``JSONFileError``.
  static func read(_ path: String) throws(JSONFileError) -> JSONValue {
    let bytes = try bytes(of: path)
    do throws(JSONParseError) {
      return try JSONValue(parsing: bytes)
    } catch {
      throw .notJSON(path, error)
    }
  }

  /// What a file holds, whatever it is.
  ///
  /// - Throws: ``JSONFileError``.
  static func bytes(of path: String) throws(JSONFileError) -> [UInt8] {
    if let data = FileManager.default.contents(atPath: path) { return [UInt8](data) }
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw .missing(path)
    }
    throw isFolder.boolValue ? .folder(path) : .unreadable(path)
  }
}

/// Why there is no JSON in a file.
enum JSONFileError: ExecutionError {
  case missing(String)
  case folder(String)
  case unreadable(String)
  case notJSON(String, JSONParseError)

  var exitCode: ExitCode {
    switch self {
    case .missing, .folder, .unreadable: .noInput
    case .notJSON: .inputData
    }
  }

  var told: String {
    switch self {
    case .missing(let path): "\(path) does not exist\n  Check the path."
    case .folder(let path): "\(path) is a folder\n  Name a file in it."
    case .unreadable(let path): "\(path) cannot be read\n  Check its permissions."
    case .notJSON(let path, let error):
      "\(path) is no JSON: \(error)\n  `sluice repair` mends what can be mended."
    }
  }
}
