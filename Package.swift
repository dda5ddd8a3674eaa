// swift-tools-version: 6.1
import PackageDescription

// The C boundaries. Each is imported by exactly one Swift module.
let boundaries: [Target] = [
  .systemLibrary(
    name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
  .systemLibrary(
    name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
  .systemLibrary(
    name: "CPoppler", pkgConfig: "poppler-glib", providers: [.apt(["libpoppler-glib-dev"])]),
  .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
  .target(name: "CLinux"),
]

let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
/// Hummingbird, and what its interface is made of.
let hummingbird: [Target.Dependency] = [
  .product(name: "Hummingbird", package: "hummingbird"),
  .product(name: "HTTPTypes", package: "swift-http-types"),
  .product(name: "Logging", package: "swift-log"),
  .product(name: "NIOCore", package: "swift-nio"),
]
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

// No stage (Parsing, Prompting, Requesting, Validating) depends on another: all speak through
// Extraction. Only the executable depends on everything.
let modules: [Target] = [
  .target(name: "JSON"),
  .target(name: "JSONSchema", dependencies: ["JSON"]),
  .target(name: "Extraction", dependencies: ["JSON", crypto]),
  .target(name: "Processes", dependencies: ["CLinux"]),
  .target(
    name: "Parsing",
    dependencies: ["CLibXML2", "CPoppler", "Extraction", "Processes"]),
  .target(name: "Prompting", dependencies: ["Extraction", "JSON"]),
  .target(
    name: "Requesting", dependencies: ["CCurl", "Extraction", "JSON", "Processes"]),
  .target(name: "Validating", dependencies: ["Extraction", "JSON", "JSONSchema", grdb]),
  .target(
    name: "Ledger", dependencies: ["CZlib", "Extraction", "JSON", "Processes", grdb]),
  .target(name: "Workflow", dependencies: ["Extraction", "JSON", yams]),
  .target(name: "Review", dependencies: ["Extraction", "JSON", "JSONSchema", "Ledger"]),
  .target(
    name: "ReviewPage",
    dependencies: ["Extraction", "JSON", "JSONSchema", "Ledger", "Review"] + hummingbird,
    resources: ["icon.svg", "page.css", "page.js"].map { .embedInCode("Assets/\($0)") }),
  .executableTarget(
    name: "sluice",
    dependencies: [
      "Extraction", "JSON", "JSONSchema", "Ledger", "Parsing", "Processes", "Prompting",
      "Requesting", "Review", "ReviewPage", "Validating", "Workflow", argumentParser,
    ]),
]

let tests: [Target] = [
  .target(
    name: "TestSupport", dependencies: ["Extraction", "JSON", "JSONSchema"],
    path: "Tests/TestSupport"),
  .testTarget(name: "JSONTests", dependencies: ["JSON", "TestSupport"]),
  .testTarget(name: "JSONSchemaTests", dependencies: ["JSON", "JSONSchema", "TestSupport"]),
  .testTarget(
    name: "ExtractionTests", dependencies: ["Extraction", "JSON", "JSONSchema", "TestSupport"]),
  .testTarget(name: "ProcessesTests", dependencies: ["Processes", "TestSupport"]),
  .testTarget(
    name: "ParsingTests",
    dependencies: ["Extraction", "JSON", "Parsing", "Processes", "TestSupport", "sluice"]),
  .testTarget(
    name: "PromptingTests", dependencies: ["Extraction", "JSON", "Prompting", "TestSupport"]),
  .testTarget(
    name: "RequestingTests",
    dependencies: ["Extraction", "JSON", "Processes", "Requesting", "TestSupport", "sluice"]),
  .testTarget(
    name: "ValidatingTests",
    dependencies: ["Extraction", "JSON", "JSONSchema", "Validating", "TestSupport"]),
  .testTarget(
    name: "LedgerTests", dependencies: ["Extraction", "JSON", "Ledger", "TestSupport", grdb]),
  .testTarget(
    name: "WorkflowTests", dependencies: ["Extraction", "JSON", "Workflow", "TestSupport"]),
  .testTarget(
    name: "ReviewTests",
    dependencies: [
      "Extraction", "JSON", "JSONSchema", "Ledger", "Review", "ReviewPage", "TestSupport",
      "Validating",
    ],
    exclude: ["Golden"]),
  .testTarget(
    name: "EndToEndTests",
    dependencies: ["Extraction", "JSON", "JSONSchema", "TestSupport", "Workflow", "sluice"],
    exclude: ["Golden"]),
  .testTarget(
    name: "BrowserTests", dependencies: ["JSON", "TestSupport", "sluice"]),
  .executableTarget(
    name: "sluice-benchmarks",
    dependencies: ["CPoppler", "Extraction", "JSON", "JSONSchema", "Ledger"],
    path: "Tests/Benchmarks"),
]

let package = Package(
  name: "sluice",
  products: [
    .executable(name: "sluice", targets: ["sluice"]),
    .executable(name: "sluice-benchmarks", targets: ["sluice-benchmarks"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0", traits: []),
    .package(url: "https://github.com/apple/swift-log", from: "1.14.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    // Without its traits, which read configuration files and more of Foundation.
    .package(
      url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0", traits: []),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
  ],
  targets: boundaries + modules + tests,
  swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .system && target.name != "CLinux" {
  target.swiftSettings = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
  ]
}
