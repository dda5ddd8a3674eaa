package import JSON

extension Finding {
  /// Written as `{"path","class","severity","rule"?,"message","value"?,"advice"}`.
  package var json: JSONValue {
    var object = JSONObject()
    object["path"] = .string(path.description)
    object["class"] = .string(failureClass.rawValue)
    object["severity"] = .string(severity.rawValue)
    object.set("rule", rule.map(JSONValue.string))
    object["message"] = .string(message)
    object.set("value", value)
    object["advice"] = .string(advice)
    return .object(object)
  }

  package init(_ fields: Fields) throws(FormatError) {
    self.init(
      try fields.word("class"), at: try fields.pointer("path"),
      severity: try fields.word("severity"), rule: try fields.optionalString("rule"),
      try fields.string("message"), value: fields.object["value"],
      advice: try fields.string("advice"))
  }
}

extension Failure {
  /// Written as `{"class","stage","message","advice"}`.
  package var json: JSONValue {
    [
      "class": .string(failureClass.rawValue), "stage": .string(stage.rawValue),
      "message": .string(message), "advice": .string(advice),
    ]
  }

  package init(_ fields: Fields) throws(FormatError) {
    self.init(
      try fields.word("class"), stage: try fields.word("stage"), try fields.string("message"),
      advice: try fields.string("advice"))
  }
}

extension Evidence {
  /// `{"kind","score","quote"?,"start"?,"end"?,"page"?,"boxes"?,"rivals"?}`; boxes in points.
  package var json: JSONValue {
    var object = JSONObject()
    object["kind"] = .string(kind.rawValue)
    object["score"] = JSONValue(score)
    object.set("quote", quote.map(JSONValue.string))
    object.set("start", range.map { JSONValue($0.lowerBound) })
    object.set("end", range.map { JSONValue($0.upperBound) })
    object.set("page", page.map { JSONValue($0) })
    if !boxes.isEmpty { object["boxes"] = .array(boxes.map(\.json)) }
    if !rivals.isEmpty { object["rivals"] = .array(rivals.map(\.json)) }
    return .object(object)
  }

  package init(_ fields: Fields) throws(FormatError) {
    let hasRange = fields.object["start"] != nil
    var boxes: [Box] = []
    for value in try fields.optional("boxes", "an array", \.arrayValue) ?? [] {
      guard let box = Box(value) else {
        throw FormatError(place: fields.place.appending("boxes"), expected: "boxes of 4 numbers")
      }
      boxes.append(box)
    }
    var rivals: [Evidence] = []
    for rival in try fields.list("rivals") { rivals.append(try Evidence(rival)) }
    self.init(
      kind: try fields.word("kind"),
      score: try fields.required("score", "a number", \.doubleValue),
      quote: try fields.optionalString("quote"), range: hasRange ? try fields.range() : nil,
      page: try fields.optionalInteger("page"), boxes: boxes, rivals: rivals)
  }
}

extension Box {
  /// `[x0, y0, x1, y1]` in points.
  package var json: JSONValue {
    .array([x0, y0, x1, y1].map(Box.points))
  }

  /// Takes `[x0, y0, x1, y1]` in points; nil for anything else.
  package init?(_ json: JSONValue) {
    guard let edges = json.arrayValue?.compactMap(\.doubleValue), edges.count == 4,
      edges.allSatisfy({ abs($0) < 20_000_000 })
    else { return nil }
    let hundredths = edges.map { Int32(($0 * 100).rounded()) }
    self.init(x0: hundredths[0], y0: hundredths[1], x1: hundredths[2], y1: hundredths[3])
  }

  /// Exact: 1234 is written 12.34.
  private static func points(_ hundredths: Int32) -> JSONValue {
    JSONValue(Double(hundredths) / 100)
  }
}

extension Record {
  /// `evidence` by the pointer of the leaf, in order of pointer.
  package var evidenceJSON: JSONValue {
    .object(
      JSONObject(evidence.sorted { $0.key < $1.key }.map { ($0.key.description, $0.value.json) }))
  }

  /// `missing` by pointer; nil where nothing is.
  package var missingJSON: JSONValue? {
    guard !missing.isEmpty else { return nil }
    return .object(
      JSONObject(
        missing.sorted { $0.key < $1.key }.map {
          ($0.key.description, .string($0.value.rawValue))
        }))
  }

  /// `findings` as an array.
  package var findingsJSON: JSONValue { .array(findings.map(\.json)) }

  /// Reads `record`, `evidence`, `findings` and `missing` of an object.
  package init(_ fields: Fields) throws(FormatError) {
    self.init(value: fields.object["record"] ?? .null)
    if fields.object["evidence"] != nil {
      let members = try fields.fields("evidence")
      for (key, value) in members.object {
        let place = members.place.appending(key)
        guard let pointer = Fields.pointer(key) else {
          throw FormatError(place: place, expected: "at a JSON Pointer")
        }
        evidence[pointer] = try Evidence(Fields(value, at: place))
      }
    }
    for finding in try fields.list("findings") { findings.append(try Finding(finding)) }
    if let members = try fields.optional("missing", "an object", \.objectValue) {
      for (key, value) in members {
        guard let pointer = Fields.pointer(key),
          let word = value.stringValue.flatMap(Missing.init(rawValue:))
        else {
          throw FormatError(
            place: fields.place.appending("missing").appending(key), expected: "a known word")
        }
        missing[pointer] = word
      }
    }
  }
}
