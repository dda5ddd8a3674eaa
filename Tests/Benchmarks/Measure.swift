import Dispatch
import Glibc

/// Taking the time.
enum Measure {
  /// What a body takes, in seconds of wall time.
  static func seconds(_ body: () throws -> Void) rethrows -> Double {
    let start = DispatchTime.now().uptimeNanoseconds
    try body()
    return Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9
  }

  /// The least processor time that a body takes of so many times, in seconds: unlike wall time the
  /// same on a machine that others use too.
  static func least(of rounds: Int, _ body: () throws -> Void) rethrows -> Double {
    var best = Double.infinity
    for _ in 0..<rounds {
      let start = processorTime
      try body()
      best = min(best, processorTime - start)
    }
    return best
  }

  private static var processorTime: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}

/// Why there is nothing to measure.
enum BenchmarkError: Error, CustomStringConvertible {
  /// The sample data are not there.
  case noData(String)
  /// sluice answered fewer lines than it was given.
  case missing(answers: Int, of: Int)
  /// The script that runs the peers failed.
  case peers(status: Int32)

  var exitCode: Int32 {
    switch self {
    case .noData: 66
    case .missing, .peers: 70
    }
  }

  var description: String {
    switch self {
    case .noData(let folder): "nothing to measure in \(folder): set SLUICE_DATA"
    case .missing(let answers, let count): "sluice answered \(answers) of \(count) lines"
    case .peers(let status): "the script that runs the peers ended with \(status)"
    }
  }
}
