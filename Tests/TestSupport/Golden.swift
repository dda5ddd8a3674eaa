package import Foundation

/// Golden files: texts that were looked at once and must stay, in `Golden/` beside the tests.
package enum Golden: Error {
  /// There was no such file: it was written, and should be looked at.
  case written(URL)

  /// What the file of a name holds, for a test to compare a text with.
  ///
  /// With `SLUICE_RECORD_GOLDEN=1` the text is written first.
  ///
  /// - Parameters:
  ///   - text: is written where there is no such file, which fails the test once.
  ///   - test: the file of the test.
  package static func text(
    _ name: String, recording text: String, beside test: String = #filePath
  ) throws -> String {
    let file = URL(fileURLWithPath: test).deletingLastPathComponent()
      .appendingPathComponent("Golden/\(name).txt")
    let isRecording = ProcessInfo.processInfo.environment["SLUICE_RECORD_GOLDEN"] == "1"
    if !isRecording, let data = try? Data(contentsOf: file) {
      return String(decoding: data, as: UTF8.self)
    }
    try Data(text.utf8).write(to: file)
    if !isRecording { throw Golden.written(file) }
    return text
  }
}
