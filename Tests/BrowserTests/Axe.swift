import Foundation

/// axe-core (<https://github.com/dequelabs/axe-core>), a script that looks for what keeps people from
/// using a page.
enum Axe {
  /// Where `make test` puts it.
  static let script: URL = {
    let environment = ProcessInfo.processInfo.environment
    let cache = environment["XDG_CACHE_HOME"] ?? (environment["HOME"] ?? "") + "/.cache"
    return URL(fileURLWithPath: cache + "/sluice/axe.min.js")
  }()

  /// Whether it is there; on a build server its absence is a failure, not a reason to go without.
  static let isWanted =
    ProcessInfo.processInfo.environment["CI"] == "true"
    || FileManager.default.isReadableFile(atPath: script.path)
}
