import ArgumentParser

/// The pipeline that a command is about.
struct PipelineArgument: ParsableArguments {
  @Argument(help: "The pipeline file.", completion: .file(extensions: ["yaml", "yml"]))
  var pipeline: String
}

/// How much is done at a time.
struct WidthOptions: ParsableArguments {
  @Option(help: "Parse so many documents at a time (default: one for each core).")
  var jobs: Int = Defaults.jobs

  @Option(help: "Have so many requests in flight (default: 64, or 1 for a managed local model).")
  var maxInFlight: Int?

  func validate() throws {
    guard jobs > 0, maxInFlight ?? 1 > 0 else {
      throw ValidationError("--jobs and --max-in-flight must be more than 0.")
    }
  }
}
