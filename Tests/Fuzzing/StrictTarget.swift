import JSON

/// What the fuzzer calls with each input to the strict parser: what it accepts, the writer writes
/// back equal in every style.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = UnsafeBufferPointer(start: start, count: count)
  guard let value = try? JSONValue(parsing: bytes) else { return 0 }
  for style in [JSONWriter.Style.compact, .pretty, .canonical] {
    check((try? JSONValue(parsing: value.utf8(style))) == value, "read back otherwise", bytes)
  }
  return 0
}
