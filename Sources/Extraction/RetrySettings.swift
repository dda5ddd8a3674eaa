package import JSON

/// How a reviewer wants one document asked about again, where it differs from the pipeline.
///
/// Another model, another limit or another hint make another request, so a stored reply to the old
/// question is never taken for an answer to the new one.
package struct RetrySettings: Sendable, Hashable {
  /// Bytes of a hint at most.
  package static let longestHint = 400

  /// The name of the model that is asked first; nil for the first of the route.
  package var rung: String?
  /// Tokens of one reply at most, 1 or more; nil for the model's own limit.
  package var outputTokens: Int?
  /// A line that stands behind the document in every question about it; nil for none.
  package var hint: String?

  /// - Parameter hint: is made one line of ``longestHint`` bytes; empty for none.
  package init(rung: String? = nil, outputTokens: Int? = nil, hint: String? = nil) {
    self.rung = rung
    self.outputTokens = outputTokens
    let line = (hint ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
    self.hint = line.isEmpty ? nil : String(line.cut(toBytes: Self.longestHint))
  }

  /// Whether it differs in nothing.
  package var isPlain: Bool { self == RetrySettings() }

  /// `{"rung"?,"max_output_tokens"?,"hint"?}`.
  package var json: JSONValue {
    var object = JSONObject()
    object.set("rung", rung.map(JSONValue.string))
    object.set("max_output_tokens", outputTokens.map { JSONValue($0) })
    object.set("hint", hint.map(JSONValue.string))
    return .object(object)
  }

  package init(_ fields: Fields) throws(FormatError) {
    self.init(
      rung: try fields.optionalString("rung"),
      outputTokens: try fields.optionalInteger("max_output_tokens"),
      hint: try fields.optionalString("hint"))
  }
}

extension String {
  /// Its first characters that take no more bytes of UTF-8.
  fileprivate func cut(toBytes most: Int) -> Substring {
    var (end, bytes) = (startIndex, 0)
    while end < endIndex {
      let next = index(after: end)
      bytes += self[end..<next].utf8.count
      if bytes > most { break }
      end = next
    }
    return self[..<end]
  }
}
