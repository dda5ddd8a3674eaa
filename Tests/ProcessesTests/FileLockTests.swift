import Foundation
import Processes
import TestSupport
import Testing

@Suite(.serialized) struct FileLockTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path + "/lock"
  }

  @Test func isRefusedWhileAnotherProcessHoldsIt() throws {
    let lock = try FileLock(path: path)
    let holder = try ChildProcess(
      Command(
        executable: "flock",
        arguments: ["--no-fork", path, "sh", "-c", "echo held; exec sleep 1000"]))
    #expect(try holder.read(exactly: 5) == Array("held\n".utf8))
    #expect(try !lock.tryLock())
    holder.kill()
    _ = holder.wait()
    #expect(try lock.tryLock())
  }

  @Test func saysWhoHoldsIt() throws {
    let lock = try FileLock(path: path)
    let other = try FileLock(path: path)
    #expect(other.holder == nil)
    #expect(try lock.tryLock())
    #expect(try !other.tryLock())
    #expect(try #require(other.holder).hasPrefix("pid \(getpid()) since 20"))
    lock.unlock()
    #expect(other.holder == nil)
    #expect(try other.tryLock())
  }

  @Test func isNotTakenTwiceByItsOwnObject() throws {
    let lock = try FileLock(path: path)
    #expect(try lock.tryLock())
    #expect(try !lock.tryLock())
    #expect(throws: ProcessError.cannotLock(path, EDEADLK)) { try lock.lock() }
  }

  @Test func waitsForItsTurn() throws {
    let lock = try FileLock(path: path)
    let holder = try ChildProcess(
      Command(executable: "flock", arguments: [path, "sh", "-c", "echo held; cat"]))
    #expect(try holder.read(exactly: 5) == Array("held\n".utf8))
    DispatchQueue.global().asyncAfter(deadline: .now() + 0.1) { holder.closeInput() }
    try lock.lock()
    #expect(try !FileLock(path: path).tryLock())
  }

  @Test func isNotKeptByAChild() throws {
    var lock: FileLock? = try FileLock(path: path)
    #expect(try lock?.tryLock() == true)
    let child = try ChildProcess(Command(executable: "cat"))
    lock = nil
    #expect(try FileLock(path: path).tryLock())
    child.kill()
  }

  @Test func isForItsOwnerOnly() throws {
    _ = try FileLock(path: path)
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
  }

  @Test func saysWhatItCouldNotOpen() {
    let nowhere = path + "/nowhere"
    #expect(throws: ProcessError.cannotOpen(nowhere, ENOENT)) { try FileLock(path: nowhere) }
  }
}
