import Extraction

/// What a parse worker and its parent say to each other: frames of a length and so many bytes.
///
/// A document comes as `opened`, one `part` for each page, and `closed`; or as `failed`, at any
/// point. The words are columns of integers: as JSON they were measured at twice the cost of the
/// parse.
enum WorkerMessage: Equatable {
  /// Parent to worker: read this file.
  case parse(DocumentPath, ParseSettings)
  /// Worker to parent, as all that follow.
  case opened(Digest, MediaType)
  case part(DocumentPart)
  case closed(hidden: [HiddenText], warnings: [String])
  case failed(Failure)

  private enum Kind: UInt8 {
    case parse = 1
    case opened
    case part
    case closed
    case failed
  }

  /// Longer frames are refused unread, in bytes.
  static let longestFrame = 1 << 30

  /// The message with its length before it.
  func frame() -> [UInt8] {
    let payload = encoded()
    var writer = ByteWriter()
    writer.write(payload)
    return writer.bytes
  }

  private func encoded() -> [UInt8] {
    var writer = ByteWriter()
    switch self {
    case .parse(let path, let settings):
      writer.write(Kind.parse.rawValue)
      writer.write(path.bytes)
      writer.write(settings.timeout)
      writer.write(settings.memory)
      writer.write(Int32(settings.passwords.count))
      for password in settings.passwords { writer.write(password) }
    case .opened(let digest, let type):
      writer.write(Kind.opened.rawValue)
      writer.write(digest.hex)
      writer.write(type.rawValue)
    case .part(let part):
      writer.write(Kind.part.rawValue)
      writer.write(part)
    case .closed(let hidden, let warnings):
      writer.write(Kind.closed.rawValue)
      writer.write(Int32(hidden.count))
      for text in hidden { writer.write(text) }
      writer.write(Int32(warnings.count))
      for warning in warnings { writer.write(warning) }
    case .failed(let failure):
      writer.write(Kind.failed.rawValue)
      writer.write(failure.failureClass.rawValue)
      writer.write(failure.stage.rawValue)
      writer.write(failure.message)
      writer.write(failure.advice)
    }
    return writer.bytes
  }

  /// Reads a message without its length; throws for anything that is not exactly one.
  init(decoding payload: [UInt8]) throws(ByteReader.Malformed) {
    var reader = ByteReader(payload)
    guard let kind = Kind(rawValue: try reader.read(UInt8.self)) else {
      throw ByteReader.Malformed()
    }
    switch kind {
    case .parse: self = try reader.readRequest()
    case .opened:
      guard let digest = Digest(hex: try reader.readString()),
        let type = MediaType(rawValue: try reader.readString())
      else { throw ByteReader.Malformed() }
      self = .opened(digest, type)
    case .part: self = .part(try reader.readPart())
    case .closed: self = try reader.readClosing()
    case .failed:
      guard let failureClass = FailureClass(rawValue: try reader.readString()),
        let stage = Stage(rawValue: try reader.readString())
      else { throw ByteReader.Malformed() }
      self = .failed(
        Failure(
          failureClass, stage: stage, try reader.readString(), advice: try reader.readString()))
    }
    guard reader.isAtEnd else { throw ByteReader.Malformed() }
  }
}

extension ByteReader {
  fileprivate mutating func readRequest() throws(Malformed) -> WorkerMessage {
    let path = DocumentPath(bytes: try readBytes())
    var settings = ParseSettings(timeout: try read(Double.self), memory: try read(Int.self))
    for _ in 0..<(try readCount(of: 4)) { settings.passwords.append(try readString()) }
    return .parse(path, settings)
  }

  fileprivate mutating func readClosing() throws(Malformed) -> WorkerMessage {
    var hidden: [HiddenText] = []
    for _ in 0..<(try readCount(of: 10)) { hidden.append(try readHiddenText()) }
    var warnings: [String] = []
    for _ in 0..<(try readCount(of: 4)) { warnings.append(try readString()) }
    return .closed(hidden: hidden, warnings: warnings)
  }
}
