import Extraction
import Workflow

/// Runs a filter from standard input to standard output.
enum FilterExecution {
  static func run(_ filter: Filter) throws -> ExitCode {
    let outage = try filter.run(
      read: { readLine(strippingNewline: true) }, write: { try StandardOutput.write(line: $0) })
    guard let outage else { return .done }
    StandardError.write("sluice: \(outage.told)")
    return ExitCode(outage.closure)
  }

  /// Runs a stage of a pipeline.
  ///
  /// - Parameter asking: whether the stage asks models.
  static func run(
    _ step: Filter.Step, of composition: Composition, width: WidthOptions, asking: Bool
  ) throws -> ExitCode {
    let stages = try composition.stages(
      jobs: width.jobs, maxInFlight: width.maxInFlight, asking: asking,
      note: { StandardError.write("\(composition.pipeline.name): \($0)") })
    defer {
      stages.parser.shutDown()
      for model in stages.route { model.shutDown() }
    }
    let lines = asking ? 2 * composition.maxInFlight(width.maxInFlight) : width.jobs
    return try run(
      Filter(
        step, loop: composition.loop(stages), base: composition.pipeline.source.base, width: lines))
  }
}
