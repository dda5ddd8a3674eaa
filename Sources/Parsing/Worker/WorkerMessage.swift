import Extraction

/// What a parse worker and its parent say to each other: frames of a length and so many bytes.
///
/// A document comes as `opened`, one `part` for each page, and `closed`; or as `failed`, at any
/// point. `ink` is answered by `inked`, `image` by `drawn`, or either by `failed`. The words are columns of integers: as JSON they were measured at twice the cost of the
/// parse.
enum WorkerMessage: Equatable {
  /// Parent to worker: read this file.
  case parse(DocumentPath, ParseSettings)
  /// Parent to worker: look whether something is to be seen at these places.
  case ink([PagePlace], SourceFile)
  /// Parent to worker: draw this page.
  case image(page: Int, dpi: Double, SourceFile)
  /// Worker to parent, as all that follow.
  case opened(Digest, MediaType)
  case part(DocumentPart)
  case closed(hidden: [HiddenText], warnings: [String])
  case failed(Failure)
  /// One for each place that was asked about.
  case inked([Bool])
  /// A PNG.
  case drawn([UInt8])

  private enum Kind: UInt8 {
    case parse = 1
    case opened
    case part
    case closed
    case failed
    case ink
    case image
    case inked
    case drawn
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
      writer.write(path, settings)
    case .ink(let places, let file):
      writer.write(Kind.ink.rawValue)
      writer.write(file)
      writer.write(Int32(places.count))
      for place in places { writer.write(place) }
    case .image(let page, let dpi, let file):
      writer.write(Kind.image.rawValue)
      writer.write(file)
      writer.write(Int32(page))
      writer.write(dpi)
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
    case .inked(let ink):
      writer.write(Kind.inked.rawValue)
      writer.write(ink.map { $0 ? 1 : 0 } as [UInt8])
    case .drawn(let bytes):
      writer.write(Kind.drawn.rawValue)
      writer.write(bytes)
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
    case .parse:
      let (path, settings) = try reader.readRequest()
      self = .parse(path, settings)
    case .ink: self = try reader.readInkRequest()
    case .image:
      let file = try reader.readSourceFile()
      self = .image(
        page: Int(try reader.read(Int32.self)), dpi: try reader.read(Double.self), file)
    case .inked: self = .inked(try reader.readBytes().map { $0 != 0 })
    case .drawn: self = .drawn(try reader.readBytes())
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

extension ByteWriter {
  fileprivate mutating func write(_ path: DocumentPath, _ settings: ParseSettings) {
    write(path.bytes)
    write(settings.timeout)
    write(settings.memory)
    write(Int32(settings.passwords.count))
    for password in settings.passwords { write(password) }
  }

  fileprivate mutating func write(_ file: SourceFile) {
    write(file.path, file.settings)
    write(file.sha256.hex)
  }

  fileprivate mutating func write(_ place: PagePlace) {
    write(Int32(place.page))
    write(column: [place.box.x0, place.box.y0, place.box.x1, place.box.y1])
  }
}

extension ByteReader {
  fileprivate mutating func readRequest() throws(Malformed) -> (DocumentPath, ParseSettings) {
    let path = DocumentPath(bytes: try readBytes())
    var settings = ParseSettings(timeout: try read(Double.self), memory: try read(Int.self))
    for _ in 0..<(try readCount(of: 4)) { settings.passwords.append(try readString()) }
    return (path, settings)
  }

  fileprivate mutating func readSourceFile() throws(Malformed) -> SourceFile {
    let (path, settings) = try readRequest()
    guard let digest = Digest(hex: try readString()) else { throw Malformed() }
    return SourceFile(path: path, sha256: digest, settings: settings)
  }

  fileprivate mutating func readInkRequest() throws(Malformed) -> WorkerMessage {
    let file = try readSourceFile()
    var places: [PagePlace] = []
    for _ in 0..<(try readCount(of: 20)) {
      let page = Int(try read(Int32.self))
      let sides = try readColumn(4)
      places.append(
        PagePlace(page: page, box: Box(x0: sides[0], y0: sides[1], x1: sides[2], y1: sides[3])))
    }
    return .ink(places, file)
  }

  fileprivate mutating func readClosing() throws(Malformed) -> WorkerMessage {
    var hidden: [HiddenText] = []
    for _ in 0..<(try readCount(of: 10)) { hidden.append(try readHiddenText()) }
    var warnings: [String] = []
    for _ in 0..<(try readCount(of: 4)) { warnings.append(try readString()) }
    return .closed(hidden: hidden, warnings: warnings)
  }
}
