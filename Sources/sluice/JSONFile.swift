import Foundation
import JSON

/// A file that holds one JSON text.
enum JSONFile {
  /// - Throws: ``JSONFileError``.
  static func read(_ path: String) throws(JSONFileError) -> JSONValue {
    guard let data = FileManager.default.contents(atPath: path) else { throw .missing(path) }
    do throws(JSONParseError) {
      return try JSONValue(parsing: [UInt8](data))
    } catch {
      throw .notJSON(path, error)
    }
  }
}

/// Why there is no JSON in a file.
enum JSONFileError: ExecutionError {
  case missing(String)
  case notJSON(String, JSONParseError)

  var exitCode: ExitCode {
    switch self {
    case .missing: .noInput
    case .notJSON: .inputData
    }
  }

  var told: String {
    switch self {
    case .missing(let path): "\(path) cannot be read\n  Check the path and its permissions."
    case .notJSON(let path, let error): "\(path) is no JSON: \(error)"
    }
  }
}
