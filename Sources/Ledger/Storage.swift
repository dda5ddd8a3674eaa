import Extraction
import Foundation
import GRDB
private import Glibc
import JSON

// How values of the vocabulary stand in columns.

extension Digest {
  /// The 32 bytes.
  var stored: Data {
    var bytes = Data(capacity: 32)
    var high: UInt8?
    for digit in hex.utf8 {
      let value = digit < UInt8(ascii: "a") ? digit - UInt8(ascii: "0") : digit - 87
      if let first = high {
        bytes.append(first << 4 | value)
        high = nil
      } else {
        high = value
      }
    }
    return bytes
  }

  /// Takes 32 bytes.
  init(stored bytes: Data) throws {
    let digits = Array("0123456789abcdef".utf8)
    var hex: [UInt8] = []
    hex.reserveCapacity(64)
    for byte in bytes {
      hex.append(digits[Int(byte >> 4)])
      hex.append(digits[Int(byte & 15)])
    }
    guard let digest = Digest(hex: String(decoding: hex, as: UTF8.self)) else {
      throw StorageError.damaged("a digest")
    }
    self = digest
  }
}

extension DocumentPath {
  var stored: Data { Data(bytes) }

  init(stored bytes: Data) { self.init(bytes: Array(bytes)) }
}

extension Disposition {
  /// The columns `disposition` and `reason`.
  var stored: (disposition: String, reason: String?) {
    switch self {
    case .accepted: ("accepted", nil)
    case .deadLettered(let failureClass): ("dead_lettered", failureClass.rawValue)
    case .skipped(let skip): ("skipped", skip.rawValue)
    case .deferred(let deferral): ("deferred", deferral.rawValue)
    }
  }
}

extension JSONValue {
  /// Takes the text of a column; records may nest as deep as replies may, and a little more.
  init(stored text: String) throws {
    try self.init(parsing: text, options: ParsingOptions(depthLimit: 600))
  }
}

/// A row that no sluice wrote so.
enum StorageError: Error, CustomStringConvertible {
  /// What is damaged.
  case damaged(String)

  var description: String {
    switch self {
    case .damaged(let what): "\(what) is damaged"
    }
  }
}

/// Wall clock time as the ledger keeps it.
enum Timestamp {
  /// Milliseconds since 1970.
  static var now: Int {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
  }
}
