import Glibc

/// How many columns a line may take.
enum TerminalWidth {
  /// The terminal's; a generous page where there is none, such as in a pipe or a mail from cron.
  ///
  /// - Parameter descriptor: 1 for standard output, 2 for standard error.
  static func columns(of descriptor: Int32) -> Int {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col >= 40 else { return 160 }
    return Int(size.ws_col)
  }
}
