import Glibc

/// How many columns a line of standard output may take.
enum TerminalWidth {
  /// The terminal's; a generous page where there is none, such as in a pipe or a mail from cron.
  static var columns: Int {
    var size = winsize()
    guard ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col >= 40 else { return 160 }
    return Int(size.ws_col)
  }
}
