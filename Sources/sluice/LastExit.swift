import Glibc

/// The end of the process where nothing may be waited for.
enum LastExit {
  /// Ends the process now; children die by their lifelines.
  static func now(_ code: ExitCode) -> Never {
    _exit(code.rawValue)
  }
}
