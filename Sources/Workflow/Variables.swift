/// `${NAME}` and `${NAME:-default}` in those values of a pipeline file that allow them: paths,
/// directory, model, base_url, server.
enum Variables {
  /// The text with every variable replaced.
  ///
  /// - Throws: ``ConfigurationError`` for a variable that is not set and has no default, and for a
  ///   `${` that is never closed.
  static func expand(
    _ text: Located<String>, key: String, file: String, environment: [String: String]
  ) throws(ConfigurationError) -> String {
    var result = ""
    var rest = text.value[...]
    while let open = rest.firstRange(of: "${") {
      result += rest[..<open.lowerBound]
      guard let close = rest[open.upperBound...].firstIndex(of: "}") else {
        throw ConfigurationError(
          file: file, line: text.line, "`\(key)` has a ${ without its }")
      }
      let parts = rest[open.upperBound..<close].split(
        separator: ":-", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts[0])
      if let value = environment[name], !value.isEmpty {
        result += value
      } else if parts.count == 2 {
        result += parts[1]
      } else {
        throw ConfigurationError(
          file: file, line: text.line, "`\(key)` needs the environment variable \(name)",
          advice: "Set it, or give a default: ${\(name):-…}.")
      }
      rest = rest[rest.index(after: close)...]
    }
    return result + rest
  }
}
