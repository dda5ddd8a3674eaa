import ArgumentParser

/// The pipeline that a command is about.
struct PipelineArgument: ParsableArguments {
  @Argument(help: "The pipeline file.", completion: .file(extensions: ["yaml", "yml"]))
  var pipeline: String
}

/// How many documents are parsed at a time.
struct JobsOption: ParsableArguments {
  // An optional: a default would be printed into the help, and is another on each machine.
  @Option(
    name: .customLong("jobs"), help: "Parse so many documents at a time (default: one a core).")
  private var chosen: Int?

  var jobs: Int { chosen ?? Defaults.jobs }

  func validate() throws {
    guard jobs > 0 else { throw ValidationError("--jobs must be more than 0.") }
  }
}

/// How much is done at a time.
struct WidthOptions: ParsableArguments {
  @OptionGroup private var parsing: JobsOption

  @Option(help: "Have so many requests in flight (default: 64, or 1 for a managed local model).")
  var maxInFlight: Int?

  var jobs: Int { parsing.jobs }

  func validate() throws {
    guard maxInFlight ?? 1 > 0 else {
      throw ValidationError("--max-in-flight must be more than 0.")
    }
  }
}
