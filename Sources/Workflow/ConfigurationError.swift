/// Something in a pipeline file, a schema or the environment that keeps sluice from starting.
package struct ConfigurationError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The file, as the user named it.
  package var file: String
  /// Counted from 1; nil where the whole file is meant.
  package var line: Int?
  /// What is wrong, and at which key.
  package var message: String
  /// What to do about it.
  package var advice: String?

  package init(file: String, line: Int? = nil, _ message: String, advice: String? = nil) {
    self.file = file
    self.line = line
    self.message = message
    self.advice = advice
  }

  /// `file:line: message` and the advice on a line of its own.
  package var description: String {
    let place = line.map { "\(file):\($0)" } ?? file
    return "\(place): \(message)" + (advice.map { "\n  \($0)" } ?? "")
  }
}
