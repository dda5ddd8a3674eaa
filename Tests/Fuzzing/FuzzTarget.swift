import Glibc
import JSON

/// What the fuzzer calls with each input: the strict parser, the writer and the repairing parser.
///
/// It stops the process where a promise is broken: what is accepted is written back equal, valid
/// JSON passes repair untouched, what repair gives can be written and read, and no byte is looked at
/// more often than the bound allows.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = UnsafeBufferPointer(start: start, count: count)
  let value = try? JSONValue(parsing: bytes)
  if let value {
    for style in [JSONWriter.Style.compact, .pretty, .canonical] {
      check((try? JSONValue(parsing: value.utf8(style))) == value, "read back otherwise", bytes)
    }
  }
  // Repair takes text: bytes that are not UTF-8 become U+FFFD before it sees them.
  let text = Array(String(decoding: bytes, as: UTF8.self).utf8)
  let (candidates, steps) = text.withUnsafeBufferPointer { JSONRepair.search($0) }
  check(steps <= 60 * text.count + 1000, "\(steps) steps", bytes)
  if let value { check(candidates.map(\.value) == [value], "valid JSON was touched", bytes) }
  for candidate in candidates {
    check((try? JSONValue(parsing: candidate.value.utf8())) == candidate.value, "no JSON", bytes)
    check(candidate.range.upperBound <= text.count, "beyond the text", bytes)
    _ = candidate.settled
  }
  return 0
}

/// Says what was broken by which input, and stops.
private func check(
  _ isKept: Bool, _ problem: @autoclosure () -> String, _ bytes: UnsafeBufferPointer<UInt8>
) {
  guard !isKept else { return }
  print("\(problem()): \(JSONValue.string(String(decoding: bytes, as: UTF8.self)))")
  fflush(nil)
  abort()
}
