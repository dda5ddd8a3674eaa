import Extraction
import Foundation
import Parsing
import TestSupport
import Testing

@Suite struct FolderDocumentSourceTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func list(
    _ paths: [String], include: [String] = ["**/*.pdf"], exclude: [String] = []
  ) throws -> [String] {
    let settings = SourceSettings(
      paths: paths.map { DocumentPath($0) }, include: include, exclude: exclude,
      base: DocumentPath(folder.path))
    return try FolderDocumentSource(settings: settings).list().entries.map(\.path.description)
  }

  @Test func listsByPathWithoutDoubles() throws {
    for name in ["in/b.pdf", "in/a/z.pdf", "in/a.pdf", "in/note.txt", "in/.hidden.pdf"] {
      try folder.write("x", to: name)
    }
    #expect(
      try list(["in", "in/a", "./in/../in/b.pdf"]) == ["in/a.pdf", "in/a/z.pdf", "in/b.pdf"])
  }

  @Test func listsAFileThatIsNamedWhateverItsName() throws {
    try folder.write("x", to: "in/note.txt")
    #expect(try list(["in/note.txt"]) == ["in/note.txt"])
    #expect(try list(["in"]) == [])
  }

  @Test func includesAndExcludes() throws {
    for name in ["in/a.pdf", "in/a.html", "in/drafts/b.pdf", "in/A.PDF"] {
      try folder.write("x", to: name)
    }
    #expect(
      try list(["in"], include: ["**/*.pdf", "**/*.html"], exclude: ["drafts/**"])
        == ["in/a.html", "in/a.pdf"])
    #expect(
      try list(["in"], include: ["*.[pP][dD][fF]"], exclude: ["a.*"])
        == ["in/A.PDF", "in/drafts/b.pdf"])
  }

  @Test func followsLinksToFilesButNotToFolders() throws {
    try folder.write("x", to: "real/a.pdf")
    let files = FileManager.default
    try files.createDirectory(atPath: folder.path + "/in", withIntermediateDirectories: true)
    for (link, target) in [("file.pdf", "/real/a.pdf"), ("dir", "/real"), ("gone.pdf", "/none")] {
      try files.createSymbolicLink(
        atPath: folder.path + "/in/" + link, withDestinationPath: folder.path + target)
    }
    #expect(try list(["in"]) == ["in/file.pdf"])
  }

  @Test func listsNamesThatAreNotUTF8() throws {
    try folder.write("abc", to: "in/a.pdf")
    let name = Array((folder.path + "/in/").utf8) + [0xFF] + Array(".pdf".utf8) + [0]
    rename(folder.path + "/in/a.pdf", name.map { CChar(bitPattern: $0) })
    #expect(try list(["in"]) == ["in/\\xff.pdf"])
    let source = FolderDocumentSource(
      settings: SourceSettings(paths: [], include: [], base: DocumentPath(folder.path)))
    #expect(try source.digest(of: DocumentPath("in/\\xff.pdf")) == Digest(of: "abc"))
  }

  @Test func tellsSizeTimeAndInode() throws {
    let file = try folder.write("12345", to: "in/a.pdf")
    var status = stat()
    stat(file.path, &status)
    let settings = SourceSettings(
      paths: [DocumentPath("in")], include: [], maxBytes: 1, base: DocumentPath(folder.path))
    let entry = try #require(try FolderDocumentSource(settings: settings).list().entries.first)
    #expect(entry.size == 5)
    #expect(entry.inode == UInt64(status.st_ino))
    #expect(entry.modified == status.st_mtim.tv_sec * 1_000_000_000 + status.st_mtim.tv_nsec)
  }

  @Test func refusesAPathThatDoesNotExist() throws {
    let failure = #expect(throws: Failure.self) { try list(["nowhere"]) }
    #expect(failure?.failureClass == .unreadable)
    #expect(failure?.stage == .source)
    #expect(failure?.message.hasSuffix("nowhere does not exist.") == true)
  }
}
