import JSON

/// Answers each JSON line of standard input with one line of standard output, in order.
enum JSONLines {
  /// - Parameters:
  ///   - answer: to what a line holds; of a key that stands twice the last counts.
  ///   - refusal: to a line that is no JSON.
  /// - Returns: ``ExitCode/inputData`` where a line was no JSON.
  static func answer(
    _ answer: (JSONValue) -> JSONValue, orElse refusal: (JSONParseError) -> JSONValue
  ) throws -> ExitCode {
    var code = ExitCode.done
    while let line = readLine(strippingNewline: true) {
      if line.allSatisfy(\.isWhitespace) { continue }
      let reply: JSONValue
      do throws(JSONParseError) {
        reply = answer(try JSONValue(parsing: line, options: .init(duplicateKeys: .keepLast)))
      } catch {
        reply = refusal(error)
        code = .inputData
      }
      try StandardOutput.write(line: reply.utf8())
    }
    return code
  }
}
