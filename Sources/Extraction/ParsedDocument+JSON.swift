package import JSON

extension ParsedDocument {
  /// Writes `{"sha256","media_type","text","pages"?,"blocks","words"?,"hidden"?,"warnings"?}`.
  package func write(into writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("sha256", .string(sha256.hex))
    writer.member("media_type", .string(mediaType))
    writer.member("text", .string(text))
    if !pages.isEmpty { writer.member("pages", .array(pages.map(\.json))) }
    writer.member("blocks", .array(blocks.map(\.json)))
    if !words.isEmpty {
      writer.key("words")
      words.write(into: &writer)
    }
    if !hidden.isEmpty { writer.member("hidden", .array(hidden.map(\.json))) }
    if !warnings.isEmpty { writer.member("warnings", JSONValue(warnings)) }
    writer.endObject()
  }

  package init(_ fields: Fields) throws(FormatError) {
    var pages: [Page] = []
    for page in try fields.list("pages") { pages.append(try Page(page)) }
    var blocks: [Block] = []
    for block in try fields.list("blocks") {
      blocks.append(Block(kind: try block.word("kind"), range: try block.range()))
    }
    var hidden: [HiddenText] = []
    for item in try fields.list("hidden") { hidden.append(try HiddenText(item)) }
    self.init(
      sha256: try fields.required("sha256", "a SHA-256 in hexadecimal digits") {
        $0.stringValue.flatMap(Digest.init(hex:))
      },
      mediaType: try fields.string("media_type"), text: try fields.string("text"), pages: pages,
      blocks: blocks,
      words: fields.object["words"] == nil
        ? WordColumns() : try WordColumns(fields.fields("words")),
      hidden: hidden, warnings: try fields.strings("warnings"))
    try checkRanges(at: fields.place)
  }

  /// Every range must lie on scalar boundaries of the text, or a later stage would stumble.
  private func checkRanges(at place: JSONPointer) throws(FormatError) {
    let bytes = text.utf8
    func check(_ range: Range<Int>, _ key: String) throws(FormatError) {
      for offset in [range.lowerBound, range.upperBound] {
        guard offset <= bytes.count,
          offset == bytes.count
            || bytes[bytes.index(bytes.startIndex, offsetBy: offset)] & 0xC0 != 0x80
        else { throw FormatError(place: place.appending(key), expected: "ranges within text") }
      }
    }
    for page in pages { try check(page.range, "pages") }
    for block in blocks { try check(block.range, "blocks") }
    for index in 0..<words.count {
      guard words.start[index] >= 0, words.start[index] <= words.end[index] else {
        throw FormatError(place: place.appending("words"), expected: "ranges within text")
      }
      try check(words.range(index), "words")
    }
  }
}

extension ParsedDocument.Page {
  fileprivate var json: JSONValue {
    var object = JSONObject()
    object["number"] = JSONValue(number)
    object["width"] = JSONValue(width)
    object["height"] = JSONValue(height)
    object["start"] = JSONValue(range.lowerBound)
    object["end"] = JSONValue(range.upperBound)
    if isRendered { object["rendered"] = true }
    return .object(object)
  }

  fileprivate init(_ fields: Fields) throws(FormatError) {
    self.init(
      number: try fields.integer("number"),
      width: try fields.required("width", "a number", \.doubleValue),
      height: try fields.required("height", "a number", \.doubleValue),
      range: try fields.range(),
      isRendered: try fields.optional("rendered", "true or false", \.boolValue) ?? false)
  }
}

extension ParsedDocument.Block {
  fileprivate var json: JSONValue {
    [
      "kind": .string(kind.rawValue), "start": JSONValue(range.lowerBound),
      "end": JSONValue(range.upperBound),
    ]
  }
}

extension HiddenText {
  fileprivate var json: JSONValue {
    var object = JSONObject()
    object.set("page", page.map { JSONValue($0) })
    object.set("box", box?.json)
    object["text"] = .string(text)
    object["why"] = .string(why)
    return .object(object)
  }

  fileprivate init(_ fields: Fields) throws(FormatError) {
    self.init(
      page: try fields.optionalInteger("page"),
      box: try fields.optional("box", "4 numbers", Box.init), text: try fields.string("text"),
      why: try fields.string("why"))
  }
}

extension WordColumns {
  private typealias Column = any WritableKeyPath<WordColumns, [Int32]> & Sendable

  private static let names: [(String, Column)] = [
    ("start", \.start), ("end", \.end), ("x0", \.x0), ("y0", \.y0), ("x1", \.x1), ("y1", \.y1),
  ]

  fileprivate func write(into writer: inout JSONWriter) {
    writer.beginObject()
    for (name, column) in Self.names {
      writer.key(name)
      writer.integers(self[keyPath: column])
    }
    writer.endObject()
  }

  fileprivate init(_ fields: Fields) throws(FormatError) {
    self.init()
    for (name, column) in Self.names {
      self[keyPath: column] = try fields.required(name, "integers", \.int32Values)
    }
    guard Self.names.allSatisfy({ self[keyPath: $0.1].count == count }) else {
      throw FormatError(place: fields.place, expected: "six columns of the same length")
    }
  }
}
