private import Glibc
private import Processes

/// Folders of the ledger.
enum Folder {
  /// Makes a folder that nobody else may enter (0700), and those above it, where there is none.
  static func make(_ path: String) throws(LedgerError) {
    guard !path.isEmpty, !isFolder(path) else { return }
    if let slash = path.lastIndex(of: "/") { try make(String(path[..<slash])) }
    guard mkdir(path, 0o700) != 0, errno != EEXIST || !isFolder(path) else { return }
    throw .cannotCreate(path, reason: SystemError.text(errno))
  }

  /// Makes what was renamed in a folder survive a power cut.
  static func synchronise(_ path: String) throws(LedgerError) {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .cannotWrite(path, reason: SystemError.text(errno)) }
    defer { close(descriptor) }
    // Some file systems have nothing to do here and say so with EINVAL.
    guard fsync(descriptor) == 0 || errno == EINVAL else {
      throw .cannotWrite(path, reason: SystemError.text(errno))
    }
  }

  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
