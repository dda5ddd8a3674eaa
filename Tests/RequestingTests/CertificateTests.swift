import Foundation
import TestSupport
import Testing

@testable import Requesting

/// A real TLS server that nobody vouches for: Python's, with a certificate of our own making
/// (`openssl req -x509 -newkey ec … -days 36500 -subj /CN=127.0.0.1`), which guards nothing.
@Suite(.serialized) struct CertificateTests {
  @Test func sendsNothingToAServerThatCannotProveWhoItIs() throws {
    let folder = try TemporaryFolder()
    let pem = try folder.write(Self.certificate, to: "server.pem")
    let server = try BuiltBinary(path: "/usr/bin/env")
      .start(["python3", "-u", "-c", Self.program, pem.path])
    try #require(server.waits { server.stdout.contains("\n") })
    let port = server.stdout.trimmingCharacters(in: .whitespacesAndNewlines)
    let transport = CurlTransport(connections: 1)
    let result = Waiter.wait { completion in
      _ = transport.send(
        HTTPRequest(url: "https://127.0.0.1:\(port)/v1", timeout: 30), completion: completion)
    }
    guard case .failure(.untrusted(let words)) = result else {
      Issue.record("\(result)")
      return
    }
    #expect(words.contains("certificate"))
    server.signalled(SIGKILL)
    #expect(server.wait().stdout == "\(port)\n")
  }

  /// Prints its port, and the first line of each request that gets through.
  private static let program = """
    import http.server, ssl, sys
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            print(self.requestline)
            self.send_response(200)
            self.end_headers()
        def log_message(self, *arguments):
            pass
    class Server(http.server.HTTPServer):
        def handle_error(self, *arguments):
            pass
    server = Server(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[1])
    server.socket = context.wrap_socket(server.socket, server_side=True)
    print(server.server_address[1])
    server.serve_forever()
    """

  private static let certificate = """
    -----BEGIN PRIVATE KEY-----
    MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgmzZQofRV9e0aPOZT
    JQp1nhZcnPR0546d+6kMfa5W+56hRANCAAQvhoYZ0uglkYwsF7T+x93mw/18EtSO
    XuhRSgIEaLSRI4zIP1jlNPOQ2453/jq+RV+3nC0JseN0erxX8GrHqAGQ
    -----END PRIVATE KEY-----
    -----BEGIN CERTIFICATE-----
    MIIBkDCCATagAwIBAgIUWq5DLNxgURlGZfAx5Pkjkxy9eSYwCgYIKoZIzj0EAwIw
    FDESMBAGA1UEAwwJMTI3LjAuMC4xMCAXDTI2MTEyNDExMjYyNVoYDzIxMjYxMDMx
    MTEyNjI1WjAUMRIwEAYDVQQDDAkxMjcuMC4wLjEwWTATBgcqhkjOPQIBBggqhkjO
    PQMBBwNCAAQvhoYZ0uglkYwsF7T+x93mw/18EtSOXuhRSgIEaLSRI4zIP1jlNPOQ
    2453/jq+RV+3nC0JseN0erxX8GrHqAGQo2QwYjAdBgNVHQ4EFgQUlbfaaVk86mNF
    J7KNUXpy3yHuEtkwHwYDVR0jBBgwFoAUlbfaaVk86mNFJ7KNUXpy3yHuEtkwDwYD
    VR0TAQH/BAUwAwEB/zAPBgNVHREECDAGhwR/AAABMAoGCCqGSM49BAMCA0gAMEUC
    IQD8bJrVIMHgc4D/iDVIqXtqYIVEipu2dgU6YNccaErhjgIgZpyi+qWTQjW9cGj6
    kPSwBiSS6UvwDzu//vzkjuvFVzE=
    -----END CERTIFICATE-----
    """
}
