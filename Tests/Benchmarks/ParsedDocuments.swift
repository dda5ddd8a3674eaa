import Extraction
import Foundation
import JSON

/// Documents as the built binary parses them.
enum ParsedDocuments {
  /// The documents that can be read, by path.
  static func read(_ paths: [String], with sluice: String) throws -> [String: ParsedDocument] {
    let lines = try lines(about: paths, from: sluice)
    var documents: [String: ParsedDocument] = [:]
    for line in lines.split(separator: UInt8(ascii: "\n")) {
      let line = try DocumentLine(JSONValue(parsing: Array(line)))
      if let path = line.id.stringValue { documents[path] = line.document }
    }
    return documents
  }

  /// What `sluice parse` answers about files, a line for each.
  static func lines(about paths: [String], from sluice: String) throws -> Data {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: sluice)
    process.arguments = ["parse", "--jsonl", "--jobs", "2"]
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    let lines = paths.map { path in
      JSONValue.object(["id": .string(path), "path": .string(path)]).text() + "\n"
    }
    Thread.detachNewThread {
      try? input.fileHandleForWriting.write(contentsOf: Data(lines.joined().utf8))
      try? input.fileHandleForWriting.close()
    }
    let answer = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 || !answer.isEmpty else {
      throw CocoaError(.executableLoad, userInfo: ["status": process.terminationStatus])
    }
    return answer
  }
}
