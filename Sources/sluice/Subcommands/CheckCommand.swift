import ArgumentParser
import Extraction
import Requesting
import Workflow

struct CheckCommand: Execution {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check a pipeline before it runs: its file, its schema, its rules, its models.",
    discussion: """
      Example:
        sluice check pipelines/invoices.yaml
      """)

  @OptionGroup var target: PipelineArgument

  /// How long a model may take to say that it is there, in seconds.
  private static let patience = 10.0

  func execute() throws -> ExitCode {
    let composition = try Composition(target.pipeline)
    let pipeline = composition.pipeline
    try say("pipeline  \(pipeline.name)")
    try say("schema    \(pipeline.schemaFile)")
    try say("rules     \(pipeline.validation.rules.count)")
    let count = try composition.source().list().entries.count
    try say("documents \(count)")
    let obstacles = try composition.route(maxInFlight: nil, note: { _ in })
      .map { $0.obstacle(timeout: Self.patience) }
    for (model, obstacle) in zip(pipeline.route, obstacles) {
      try say("model     \(model.name): \(obstacle == nil ? "there" : "not there")")
    }
    guard count > 0 else {
      StandardError.write(NoInput.told(target.pipeline))
      return .noInput
    }
    for case .some(let obstacle) in obstacles { StandardError.write("sluice: \(obstacle.told)") }
    return obstacles.allSatisfy { $0 != nil } ? ExitCode(obstacles.first??.closure) : .done
  }

  private func say(_ line: String) throws {
    try StandardOutput.write(line + "\n")
  }
}
