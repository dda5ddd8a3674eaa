import ArgumentParser
import Extraction
import Foundation
import Ledger
import Review
import Workflow

struct TraceCommand: Execution {
  static let configuration = CommandConfiguration(
    commandName: "trace",
    abstract: "Show one document's way: pages, chunks, prompts, replies, evidence, findings.",
    discussion: """
      The document is parsed again and asked about again, with the stored replies only: no model is \
      called. Example:
        sluice trace pipelines/invoices.yaml samples/invoices/kessler-brandt-1043.pdf
      """)

  @OptionGroup var target: PipelineArgument

  @Argument(
    help: "Its path, the end of its path, or the first digits of its hash.", completion: .file())
  var document: String

  @Flag(help: "Show prompts and replies in full.")
  var full = false

  func execute() throws -> ExitCode {
    let composition = try Composition(target.pipeline)
    let pipeline = composition.pipeline
    let ledger = try composition.ledger(creating: false)
    let here = FileManager.default.currentDirectoryPath
    let sighting = try Sighting.named(
      document, among: ledger.sightings(), base: pipeline.source.base,
      folder: DocumentPath(bytes: Array(here.utf8)))
    guard let content = sighting.document else {
      StandardError.write("sluice: \(sighting.path) was never read, so there is nothing to trace")
      return .inputData
    }
    var trace = Trace(document: content, path: sighting.path)
    trace.standing = try ledger.standing(of: content)
    try replay(into: &trace, composition, ledger)
    try StandardOutput.write(trace.text(isFull: full))
    return .done
  }

  /// Adds what is found by going the way once more.
  private func replay(
    into trace: inout Trace, _ composition: Composition, _ ledger: PipelineLedger
  ) throws {
    let pipeline = composition.pipeline
    trace.schema = composition.schema
    let stages = try composition.stages(
      jobs: 1, maxInFlight: nil, needsKeys: false, note: { _ in })
    defer {
      stages.parser.shutDown()
      for model in stages.route { model.shutDown() }
    }
    do {
      let path = trace.path.resolved(against: pipeline.source.base)
      let document = try stages.parser.parse(path, pipeline.parse)
      guard document.sha256 == trace.document else {
        trace.notes.append("The file has other content now; what follows is what the ledger holds.")
        return
      }
      trace.parsed = document
      let replay = try Replay(
        of: document,
        in: SourceFile(path: path, sha256: document.sha256, settings: pipeline.parse),
        by: pipeline, stages: stages, outcomes: ledger.history,
        replies: ledger.history)
      trace.exchanges = replay.work.exchanges
      let prices = pipeline.route.map(\.price)
      trace.cost = { exchange in
        guard case .success(let reply) = exchange.result else { return nil }
        return prices[exchange.prompt.rung]?.cost(of: reply.usage)
      }
      if let standing = trace.standing, standing.reviewer == nil,
        replay.recordKey != standing.recordKey
      {
        trace.notes.append(
          "The pipeline, or sluice, has changed since: this conversation is what is stored for "
            + "today's questions, not what led to the outcome.")
      }
    } catch let failure as Failure {
      trace.notes.append("Not read again: \(failure.message)")
    }
  }
}

extension SightingLookupError: ExecutionError {
  var exitCode: ExitCode { .inputData }
  var told: String { "\(description)\n  `sluice list` shows the paths." }
}
