import JSON

/// Answers each JSON line of standard input with one line of standard output, in order.
enum JSONLines {
  /// - Parameters:
  ///   - answer: to what a line holds; of a key that stands twice the last counts.
  ///   - refusal: to a line that is no JSON, given what is wrong with which line.
  /// - Returns: ``ExitCode/inputData`` where a line was no JSON.
  static func answer(
    _ answer: (JSONValue) -> JSONValue, orElse refusal: (String) -> JSONValue
  ) throws -> ExitCode {
    var code = ExitCode.done
    var number = 0
    while let line = readLine(strippingNewline: true) {
      number += 1
      if line.allSatisfy(\.isWhitespace) { continue }
      let reply: JSONValue
      do throws(JSONParseError) {
        reply = answer(try JSONValue(parsing: line, options: .init(duplicateKeys: .keepLast)))
      } catch {
        reply = refusal("line \(number) is no JSON: column \(error.column): \(error.reason)")
        code = .inputData
      }
      try StandardOutput.write(line: reply.utf8())
    }
    return code
  }
}
