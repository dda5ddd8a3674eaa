import Foundation
import JSON

/// A file that holds one record.
enum RecordFile {
  /// - Throws: ``RecordFileError``.
  static func read(_ path: String) throws -> JSONValue {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw RecordFileError.missing(path)
    }
    do {
      return try JSONValue(parsing: [UInt8](data))
    } catch {
      throw RecordFileError.notJSON(path, error)
    }
  }
}

/// Why there is no record in a file.
enum RecordFileError: ExecutionError {
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
    case .missing(let path):
      "\(path) cannot be read\n  --record takes a JSON file; check the path and its permissions."
    case .notJSON(let path, let error): "\(path) is no JSON: \(error)"
    }
  }
}
