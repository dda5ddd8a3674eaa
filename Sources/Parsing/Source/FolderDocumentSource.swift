package import Extraction
private import Glibc
private import Processes

/// Finds documents in folders, and hashes them.
///
/// Names are read as bytes (`readdir`), because Foundation cannot open one that is not UTF-8.
/// Symbolic links to files are followed, those to folders not; what begins with a dot is left out.
/// `include` and `exclude` are held against the path below the folder that is searched; see
/// ``Glob``. A file that is named itself is listed whatever they say.
package struct FolderDocumentSource: DocumentSource {
  private let settings: SourceSettings
  private let include: [Glob]
  private let exclude: [Glob]

  package init(settings: SourceSettings) {
    self.settings = settings
    include = settings.include.map(Glob.init)
    exclude = settings.exclude.map(Glob.init)
  }

  /// All documents, whatever their size; throws a ``Failure`` where a path does not exist or a
  /// folder cannot be read.
  package func list() throws -> Listing {
    // By absolute path: a file may be reached from two of those given.
    var entries: [DocumentPath: Listing.Entry] = [:]
    for path in settings.paths {
      let top = path.resolved(against: settings.base).normalized
      let shown = path.normalized.relative(to: settings.base.normalized)
      switch try FileStatus(top) {
      case nil: throw Self.failure(top, "does not exist")
      case .folder: try walk(top, shownAs: shown, into: &entries)
      case .file(let entry): entries[top] = entry.shown(as: shown)
      case .other: throw Self.failure(top, "is neither a file nor a folder")
      }
    }
    return Listing(entries: entries.values.sorted { $0.path < $1.path })
  }

  package func digest(of path: DocumentPath) throws -> Digest {
    let whole = path.resolved(against: settings.base)
    let descriptor = whole.withCString { open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
    if descriptor < 0 { throw Self.failure(whole, "cannot be opened", errno) }
    defer { close(descriptor) }
    var digester = Digester()
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    defer { buffer.deallocate() }
    while true {
      let count = read(descriptor, buffer.baseAddress, buffer.count)
      if count == 0 { return digester.finish() }
      if count > 0 {
        digester.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
      } else if errno != EINTR {
        throw Self.failure(whole, "cannot be read", errno)
      }
    }
  }

  /// Adds the files below a folder, without recursion: folders may be deep.
  private func walk(
    _ top: DocumentPath, shownAs shown: DocumentPath,
    into entries: inout [DocumentPath: Listing.Entry]
  ) throws(Failure) {
    var folders: [[UInt8]] = [[]]
    while let folder = folders.popLast() {
      let here = folder.isEmpty ? top : top.appending(DocumentPath(bytes: folder))
      for name in try Self.names(in: here) where name.first != UInt8(ascii: ".") {
        let relative = folder.isEmpty ? name : folder + [UInt8(ascii: "/")] + name
        let path = top.appending(DocumentPath(bytes: relative))
        switch try FileStatus(path) {
        case .folder where !FileStatus.isLink(path): folders.append(relative)
        case .file(let entry) where isWanted(relative):
          entries[path] = entry.shown(as: shown.appending(DocumentPath(bytes: relative)))
        // Gone since it was listed, a link to a folder or to nothing, a pipe, or not wanted.
        default: break
        }
      }
    }
  }

  private func isWanted(_ relative: [UInt8]) -> Bool {
    (include.isEmpty || include.contains { $0.matches(relative) })
      && !exclude.contains { $0.matches(relative) }
  }

  private static func names(in folder: DocumentPath) throws(Failure) -> [[UInt8]] {
    guard let stream = folder.withCString({ opendir($0) }) else {
      throw failure(folder, "cannot be read", errno)
    }
    defer { closedir(stream) }
    var names: [[UInt8]] = []
    while true {
      errno = 0
      guard let entry = readdir(stream) else {
        if errno != 0 { throw failure(folder, "cannot be read", errno) }
        return names
      }
      let offset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 0
      let name = UnsafeRawPointer(entry).advanced(by: offset).assumingMemoryBound(to: UInt8.self)
      names.append(
        Array(
          UnsafeBufferPointer(
            start: name,
            count: strlen(
              UnsafePointer(
                UnsafeRawPointer(name).assumingMemoryBound(to: CChar.self))))))
    }
  }

  private static func failure(_ path: DocumentPath, _ what: String, _ code: Int32? = nil)
    -> Failure
  {
    let reason = code.map { ": " + SystemError.text($0) } ?? ""
    return Failure(
      .unreadable, stage: .source, "\(path) \(what)\(reason).",
      advice: "Check that the path is right and that you may read it.")
  }
}

extension Listing.Entry {
  /// The entry under the path by which it is listed.
  fileprivate func shown(as path: DocumentPath) -> Listing.Entry {
    var entry = self
    entry.path = path
    return entry
  }
}
