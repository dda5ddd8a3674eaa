import JSON

/// What the fuzzer calls with each input to the repairing parser.
///
/// Valid JSON passes untouched, what is given can be written and read, every place lies in the
/// text, and no byte is looked at more often than the bound allows.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = UnsafeBufferPointer(start: start, count: count)
  // Repair takes text: bytes that are not UTF-8 become U+FFFD before it sees them.
  let text = Array(String(decoding: bytes, as: UTF8.self).utf8)
  let (candidates, steps) = text.withUnsafeBufferPointer { JSONRepair.search($0) }
  check(steps <= 32 * (text.count + 32), "\(steps) steps", bytes)
  if let value = try? JSONValue(parsing: bytes) {
    check(candidates.map(\.value) == [value], "valid JSON was touched", bytes)
    check(candidates.allSatisfy(\.repairs.isEmpty), "valid JSON was mended", bytes)
  }
  for candidate in candidates {
    check((try? JSONValue(parsing: candidate.value.utf8())) == candidate.value, "no JSON", bytes)
    check(candidate.range.upperBound <= text.count, "beyond the text", bytes)
    for repair in candidate.repairs {
      check((0...text.count).contains(repair.offset), "a repair beyond the text", bytes)
    }
    _ = candidate.settled
  }
  return 0
}
