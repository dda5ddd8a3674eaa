import Foundation
import Processes

func shell(_ script: String) -> Command {
  Command(executable: "sh", arguments: ["-c", script])
}

/// All that a child writes, to its end.
func text(of child: ChildProcess) throws -> String {
  var bytes: [UInt8] = []
  while true {
    let more = try Descriptor.read(upTo: 4096, from: child.output)
    if more.isEmpty { return String(decoding: bytes, as: UTF8.self) }
    bytes += more
  }
}

/// The number on the first line that a child writes.
func number(from child: ChildProcess) throws -> Int32 {
  var digits: [UInt8] = []
  while let byte = try child.read(exactly: 1).first, byte != UInt8(ascii: "\n") {
    digits.append(byte)
  }
  guard let number = Int32(String(decoding: digits, as: UTF8.self)) else {
    throw ProcessError.endOfFile
  }
  return number
}

/// Whether a process lives; a zombie does not.
func isRunning(_ pid: Int32) -> Bool {
  guard let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
    let state = stat.split(separator: ")").last?.split(separator: " ").first
  else { return false }
  return state != "Z" && state != "X"
}

/// Whether a process ends within a generous while.
func isGone(_ pid: Int32) -> Bool {
  for _ in 0..<1000 {
    if !isRunning(pid) { return true }
    usleep(10_000)
  }
  return false
}
