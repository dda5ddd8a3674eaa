private import CLinux
private import Glibc

/// What a process that reads hostile files takes from itself before it starts.
package struct Confinement: Sendable {
  /// In bytes; nil: none.
  ///
  /// A backstop: libraries do not take refused memory well.
  package var addressSpace: Int?
  /// Added to what it has; 0 to 19.
  package var niceness: Int32
  /// What a file it writes may grow to, in bytes; nil: no limit.
  ///
  /// A write beyond it fails with `EFBIG`. Pipes are no files.
  package var fileSize: Int?
  package var allowsNetwork: Bool

  package init(
    addressSpace: Int? = nil, niceness: Int32 = 0, fileSize: Int? = nil,
    allowsNetwork: Bool = true
  ) {
    self.addressSpace = addressSpace
    self.niceness = niceness
    self.fileSize = fileSize
    self.allowsNetwork = allowsNetwork
  }

  /// Applies it to this process, all its threads and what they start.
  ///
  /// It cannot be undone.
  ///
  /// Core dumps are switched off: they would hold the document.
  package func apply() throws(ProcessError) {
    try Self.limit(RLIMIT_CORE, "core dumps", soft: 0, hard: 0)
    if let addressSpace {
      let bytes = rlim_t(addressSpace)
      try Self.limit(RLIMIT_AS, "the address space", soft: bytes, hard: bytes)
    }
    if let fileSize {
      signal(SIGXFSZ, SIG_IGN)
      let bytes = rlim_t(fileSize)
      try Self.limit(RLIMIT_FSIZE, "the size of files", soft: bytes, hard: bytes)
    }
    if niceness != 0 {
      let which = __priority_which_t(PRIO_PROCESS.rawValue)
      let wanted = min(19, getpriority(which, 0) + niceness)
      if setpriority(which, 0, wanted) != 0 { throw .cannotLimit("the priority", errno) }
    }
    if !allowsNetwork {
      let code = CLinux_forbid_network()
      if code != 0 { throw .cannotLimit("the network", code) }
    }
  }

  /// Gives this process so much processor time from now on, in seconds; then `SIGXCPU` ends it.
  ///
  /// The limit counts a process's whole life, so what is used already is added.
  package static func allowProcessorTime(_ seconds: Double) throws(ProcessError) {
    var used = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used)
    let sum = Double(used.tv_sec) + 1 + min(1e9, max(1, seconds.rounded(.up)))
    try limit(RLIMIT_CPU, "the processor time", soft: rlim_t(sum), hard: nil)
  }

  /// Lets this process map so many bytes more than it has now; then memory is refused to it.
  package static func allowAddressSpace(_ bytes: Int) throws(ProcessError) {
    let statistics = try ProcessFile.read("/proc/self/statm")
    let pages = statistics.split(separator: UInt8(ascii: " ")).first
    let size =
      (pages.flatMap { Int(String(decoding: $0, as: UTF8.self)) } ?? 0) * Int(getpagesize())
    let (sum, isTooMuch) = size.addingReportingOverflow(bytes)
    let soft = isTooMuch ? rlim_t.max : rlim_t(sum)
    try limit(RLIMIT_AS, "the address space", soft: soft, hard: nil)
  }

  /// - Parameter hard: nil: as it is.
  fileprivate static func limit(
    _ resource: __rlimit_resource, _ name: String, soft: rlim_t, hard: rlim_t?
  ) throws(ProcessError) {
    let resource = __rlimit_resource_t(resource.rawValue)
    var limits = rlimit()
    if getrlimit(resource, &limits) != 0 { throw .cannotLimit(name, errno) }
    // A hard limit can only be lowered.
    let ceiling = hard.map { min($0, limits.rlim_max) } ?? limits.rlim_max
    limits.rlim_max = ceiling
    limits.rlim_cur = min(soft, ceiling)
    if setrlimit(resource, &limits) != 0 { throw .cannotLimit(name, errno) }
  }
}

/// How many files this process may have open.
package enum OpenFiles {
  /// Raises the limit as far as the system lets us: thousands of requests are thousands of sockets.
  package static func raiseLimit() throws(ProcessError) {
    try Confinement.limit(RLIMIT_NOFILE, "open files", soft: rlim_t.max, hard: nil)
  }
}
