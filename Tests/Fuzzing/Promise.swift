import Glibc
import JSON

/// Says which promise an input broke, and stops the process, so that the fuzzer keeps the input.
func check(
  _ isKept: Bool, _ broken: @autoclosure () -> String, _ bytes: UnsafeBufferPointer<UInt8>
) {
  guard !isKept else { return }
  print("\(broken()): \(JSONValue.string(String(decoding: bytes, as: UTF8.self)))")
  fflush(nil)
  abort()
}
