import Extraction
private import Glibc

/// What stands at a path, links followed.
enum FileStatus {
  case folder
  case file(Listing.Entry)
  case other

  /// Nil where there is nothing, or a link to nothing; throws where it cannot be known.
  init?(_ path: DocumentPath) throws(Failure) {
    var status = stat()
    if path.withCString({ stat($0, &status) }) != 0 {
      // A loop of links leads nowhere too.
      if errno == ENOENT || errno == ENOTDIR || errno == ELOOP { return nil }
      throw Failure(
        .unreadable, stage: .source, "\(path) cannot be looked at.",
        advice: "Check that you may read the folders above it.")
    }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: self = .folder
    case S_IFREG:
      self = .file(
        Listing.Entry(
          path: path, size: Int(status.st_size),
          modified: status.st_mtim.tv_sec * 1_000_000_000 + status.st_mtim.tv_nsec,
          inode: UInt64(status.st_ino)))
    default: self = .other
    }
  }

  static func isLink(_ path: DocumentPath) -> Bool {
    var status = stat()
    return path.withCString { lstat($0, &status) } == 0 && status.st_mode & S_IFMT == S_IFLNK
  }
}
