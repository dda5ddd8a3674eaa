/// How far a recursive walk may go down: a share of the stack that every thread has.
///
/// Counted in bytes and not in levels, because what a level takes depends on the schema.
struct StackRoom {
  /// Threads of Linux have 8 MB unless they are told otherwise.
  private static let bytes = 4 << 20

  private let bottom: UInt

  /// The room below the caller.
  init() {
    bottom = Self.here &- UInt(Self.bytes)
  }

  /// Whether there is room for more.
  @inline(__always)
  var isLeft: Bool { Self.here > bottom }

  @inline(__always)
  private static var here: UInt {
    var mark: UInt8 = 0
    return withUnsafeMutablePointer(to: &mark) { UInt(bitPattern: $0) }
  }
}
