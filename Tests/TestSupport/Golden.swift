private import Foundation
package import Testing

/// Golden files: texts that were looked at once and must stay.
///
/// A text is compared with `Golden/<name>.txt` beside the tests. A file that is not there is written
/// and fails the test once; `SLUICE_RECORD_GOLDEN=1` writes all anew.
package func expectGolden(
  _ text: String, _ name: String, beside test: String = #filePath,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let file = URL(fileURLWithPath: test).deletingLastPathComponent()
    .appendingPathComponent("Golden/\(name).txt")
  let isRecording = ProcessInfo.processInfo.environment["SLUICE_RECORD_GOLDEN"] == "1"
  guard !isRecording, let data = try? Data(contentsOf: file) else {
    try Data(text.utf8).write(to: file)
    if !isRecording { Issue.record("recorded \(name) anew", sourceLocation: sourceLocation) }
    return
  }
  #expect(text == String(decoding: data, as: UTF8.self), sourceLocation: sourceLocation)
}
