import Foundation
import Ledger
import Testing

@Suite struct RunLockTests {
  @Test func onlyOneRunHoldsTheLockAndItSaysWho() throws {
    let folder = try LedgerFolder()
    let first = try folder.pipeline()
    let second = try folder.pipeline()
    let lock = try #require(try first.tryLockRun())
    #expect(try second.tryLockRun() == nil)
    let holder = try #require(second.runLockHolder)
    #expect(holder.contains("pid \(ProcessInfo.processInfo.processIdentifier)"))
    #expect(try folder.pipeline("other").tryLockRun() != nil)
    lock.unlock()
    #expect(try second.tryLockRun() != nil)
  }

  @Test func theLockGoesWithItsValue() throws {
    let folder = try LedgerFolder()
    let pipeline = try folder.pipeline()
    do {
      let lock = try #require(try pipeline.tryLockRun())
      withExtendedLifetime(lock) {}
    }
    #expect(try pipeline.tryLockRun() != nil)
  }
}
