import ArgumentParser
import Dispatch
import Extraction
import Foundation
import Ledger
import Processes
import Review
import ReviewPage
import Synchronization
import Workflow

struct ReviewCommand: Execution {
  static let configuration = CommandConfiguration(
    commandName: "review",
    abstract: "Decide about dead letters in a browser: the page beside the record.",
    discussion: """
      Prints the address of the page as its first line and serves it until it is interrupted. The \
      address holds a key, and only this machine can reach it. Decisions are published at once. \
      Example:
        sluice review pipelines/invoices.yaml --open
      """)

  @OptionGroup var target: PipelineArgument

  @Option(help: "Serve on this port (default: a free one).")
  var port: Int?

  @Option(help: "Serve on this address; loopback only.")
  var address: String = "127.0.0.1"

  @Flag(help: "Open the page in the browser.")
  var open = false

  @Option(help: "Who decides (default: $SLUICE_REVIEWER, else $USER).")
  var reviewer: String?

  func validate() throws {
    guard (1...65535).contains(port ?? 1) else {
      throw ValidationError("--port is a number from 1 to 65535.")
    }
    guard ["127.0.0.1", "localhost"].contains(address) else {
      throw ValidationError(
        "The page is served on this machine only, at 127.0.0.1: --address \(address) is not built. "
          + "To reach it from elsewhere, forward the port: ssh -L 8080:127.0.0.1:PORT HOST.")
    }
  }

  func execute() throws -> ExitCode {
    let composition = try Composition(target.pipeline)
    let ledger = try composition.ledger(creating: false)
    let parser = Composition.parser(jobs: Defaults.jobs)
    defer { parser.shutDown() }
    let publisher = Publisher(ledger) { StandardError.write("sluice: \($0)\n  \($0.advice)") }
    let desk = try ReviewDesk(
      name: composition.pipeline.name,
      decider: try composition.decider(
        ledger, reviewer: try ReviewerName.find(reviewer), parser: parser),
      renderer: parser, audit: composition.pipeline.audit,
      route: composition.pipeline.route, publisher: publisher)
    let code = serve(PageServer(port: port ?? 0, desk: desk))
    publisher.finish()
    return code
  }

  /// Blocks until the page is closed by a signal, or cannot be served.
  private func serve(_ server: PageServer) -> ExitCode {
    let ended = DispatchSemaphore(value: 0)
    let code = Mutex(ExitCode.done)
    let serving = Task {
      do {
        try await server.run(started: announce)
      } catch let error as PageServer.CannotListen {
        StandardError.write("sluice: cannot serve on port \(port ?? 0): \(error.reason)")
        code.withLock { $0 = .configuration }
      } catch is CancellationError {
      } catch {
        StandardError.write("sluice: the page ended: \(error)")
        code.withLock { $0 = .ourBug }
      }
      ended.signal()
    }
    let signals = InterruptSignals(
      first: { _ in serving.cancel() }, later: { _ in LastExit.now(.done) })
    ended.wait()
    withExtendedLifetime(signals) {}
    return code.withLock { $0 }
  }

  @Sendable private func announce(_ url: String) {
    do {
      try StandardOutput.write(url + "\n")
    } catch {
      StandardError.write("sluice: \(error)")
    }
    if open { show(url) }
  }

  /// Hands the browser a file that leads on: a command line, which all users see, holds no key.
  private func show(_ url: String) {
    let file = FileManager.default.temporaryDirectory.path + "/sluice-review-\(getpid()).html"
    let page = """
      <!doctype html><meta http-equiv="refresh" content="0; url=\(url)"><a href="\(url)">Review</a>
      """
    guard
      FileManager.default.createFile(
        atPath: file, contents: Data(page.utf8), attributes: [.posixPermissions: 0o600])
    else { return StandardError.write("sluice: cannot write \(file); open the address yourself") }
    do {
      let opener = Process()
      opener.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      opener.arguments = ["xdg-open", file]
      opener.standardOutput = FileHandle.nullDevice
      try opener.run()
    } catch {
      StandardError.write("sluice: no browser could be opened: \(error)")
    }
  }
}
