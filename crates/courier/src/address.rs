//! Where the depot is and how it is recognised.
//!
//! Plain HTTP is spoken on loopback only. HTTPS is TLS 1.3 to a server that shows a certificate of the pinned authority for the
//! right name; its dates are not looked at, because a kit's clock is not to be trusted.

use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme,
};
use tokio_rustls::TlsConnector;

/// Why an address cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// It is not `http://HOST[:PORT]` or `https://HOST[:PORT]`.
    #[error("the depot's address is not of the form https://HOST:PORT")]
    Malformed,
    /// Plain HTTP to another machine is refused.
    #[error("plain HTTP is spoken on this machine only; another machine needs https")]
    PlainToElsewhere,
    /// An https address came without the authority to pin.
    #[error("an https depot needs the certificate of its authority in the profile")]
    NoPin,
    /// The authority to pin is not a certificate in PEM.
    #[error("the certificate of the depot's authority cannot be read")]
    BadPin,
}

/// A depot's address with everything needed to recognise it.
#[derive(Clone)]
pub struct Address {
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) tls: Option<(TlsConnector, ServerName<'static>)>,
}

impl std::fmt::Debug for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Address")
            .field("tls", &self.tls.is_some())
            .finish_non_exhaustive()
    }
}

impl Address {
    /// Reads `http://HOST[:PORT]` (loopback only) or `https://HOST[:PORT]` with the PEM of the pinned authority.
    ///
    /// # Errors
    /// See [`AddressError`].
    pub fn parse(url: &str, pinned_authority_pem: Option<&str>) -> Result<Self, AddressError> {
        let uri: hyper::Uri = url.parse().or(Err(AddressError::Malformed))?;
        let host = uri
            .host()
            .ok_or(AddressError::Malformed)?
            .trim_matches(['[', ']'])
            .to_owned();
        if !matches!(uri.path(), "" | "/") || uri.query().is_some() {
            return Err(AddressError::Malformed);
        }
        match uri.scheme_str() {
            Some("http") if is_loopback(&host) => Ok(Self {
                host,
                port: uri.port_u16().unwrap_or(80),
                tls: None,
            }),
            Some("http") => Err(AddressError::PlainToElsewhere),
            Some("https") => {
                let pin = pinned_authority_pem.ok_or(AddressError::NoPin)?;
                let name = ServerName::try_from(host.clone()).or(Err(AddressError::Malformed))?;
                let tls = Some((pinned_connector(pin)?, name));
                Ok(Self {
                    host,
                    port: uri.port_u16().unwrap_or(443),
                    tls,
                })
            }
            _ => Err(AddressError::Malformed),
        }
    }

    /// Reads an address without a pin: a kit that has no profile yet knows no authority. Whoever answers could be
    /// anybody, so only messages that are sealed and judged by themselves may be exchanged with it.
    ///
    /// # Errors
    /// `Malformed`, `PlainToElsewhere`.
    pub fn unpinned(url: &str) -> Result<Self, AddressError> {
        match Self::parse(url, None) {
            Err(AddressError::NoPin) => {}
            settled => return settled,
        }
        let uri: hyper::Uri = url.parse().or(Err(AddressError::Malformed))?;
        let host = uri.host().ok_or(AddressError::Malformed)?;
        let host = host.trim_matches(['[', ']']).to_owned();
        let name = ServerName::try_from(host.clone()).or(Err(AddressError::Malformed))?;
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let anybody = Arc::new(Anybody(Arc::clone(&provider)));
        Ok(Self {
            host,
            port: uri.port_u16().unwrap_or(443),
            tls: Some((connector(provider, anybody)?, name)),
        })
    }

    /// The value of the `Host` header.
    pub(crate) fn authority(&self) -> String {
        if self.host.contains(':') {
            format!("[{}]:{}", self.host, self.port)
        } else {
            format!("{}:{}", self.host, self.port)
        }
    }
}

impl Address {
    /// Whether the depot is on this machine.
    pub(crate) fn is_here(&self) -> bool {
        is_loopback(&self.host)
    }
}

fn is_loopback(host: &str) -> bool {
    host == "localhost"
        || host
            .parse::<std::net::IpAddr>()
            .is_ok_and(|ip| ip.is_loopback())
}

fn pinned_connector(pin: &str) -> Result<TlsConnector, AddressError> {
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(pin.as_bytes()) {
        roots
            .add(certificate.or(Err(AddressError::BadPin))?)
            .or(Err(AddressError::BadPin))?;
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    // An empty store is refused here, so a pin without a certificate cannot pass.
    let by_pin_and_name =
        WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider))
            .build()
            .or(Err(AddressError::BadPin))?;
    connector(provider, Arc::new(Undated(by_pin_and_name)))
}

fn connector(
    provider: Arc<CryptoProvider>,
    verifier: Arc<dyn ServerCertVerifier>,
) -> Result<TlsConnector, AddressError> {
    let config = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])
        .or(Err(AddressError::BadPin))?
        .dangerous()
        .with_custom_certificate_verifier(verifier)
        .with_no_client_auth();
    Ok(TlsConnector::from(Arc::new(config)))
}

/// Takes any certificate, and still wants the handshake signed by its key.
#[derive(Debug)]
struct Anybody(Arc<CryptoProvider>);

impl ServerCertVerifier for Anybody {
    fn verify_server_cert(
        &self,
        _end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let known = &self.0.signature_verification_algorithms;
        rustls::crypto::verify_tls12_signature(message, certificate, signature, known)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let known = &self.0.signature_verification_algorithms;
        rustls::crypto::verify_tls13_signature(message, certificate, signature, known)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

/// Checks chain and name at a moment at which the certificates hold, whatever the clock says.
#[derive(Debug)]
struct Undated(Arc<WebPkiServerVerifier>);

impl ServerCertVerifier for Undated {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let mut moment = now;
        // A chain of three certificates can name at most three other moments; then the answer stands.
        for _ in 0..3 {
            match self.0.verify_server_cert(
                end_entity,
                intermediates,
                server_name,
                ocsp_response,
                moment,
            ) {
                Err(rustls::Error::InvalidCertificate(CertificateError::ExpiredContext {
                    not_after,
                    ..
                })) => {
                    moment = not_after;
                }
                Err(rustls::Error::InvalidCertificate(CertificateError::NotValidYetContext {
                    not_before,
                    ..
                })) => {
                    moment = not_before;
                }
                answer => return answer,
            }
        }
        self.0.verify_server_cert(
            end_entity,
            intermediates,
            server_name,
            ocsp_response,
            moment,
        )
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.0
            .verify_tls12_signature(message, certificate, signature)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.0
            .verify_tls13_signature(message, certificate, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.supported_verify_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::{Address, AddressError};

    #[test]
    fn plain_http_leaves_this_machine_never() {
        for here in [
            "http://127.0.0.1:8080",
            "http://localhost",
            "http://[::1]:80/",
        ] {
            assert!(Address::parse(here, None).is_ok(), "{here}");
        }
        for elsewhere in [
            "http://10.0.0.1",
            "http://depot.example:80",
            "http://127.0.0.1.example",
        ] {
            assert_eq!(
                Address::parse(elsewhere, None).err(),
                Some(AddressError::PlainToElsewhere),
                "{elsewhere}"
            );
        }
    }

    #[test]
    fn an_https_address_needs_a_pin_that_is_a_certificate() {
        assert_eq!(
            Address::parse("https://depot.example", None).err(),
            Some(AddressError::NoPin)
        );
        assert_eq!(
            Address::parse("https://depot.example", Some("nothing")).err(),
            Some(AddressError::BadPin)
        );
    }

    #[test]
    fn what_is_not_an_address_is_said_to_be_malformed() {
        for odd in [
            "",
            "depot",
            "ftp://127.0.0.1",
            "http://127.0.0.1/path",
            "https://127.0.0.1/?a",
        ] {
            assert_eq!(
                Address::parse(odd, Some("x")).err(),
                Some(AddressError::Malformed),
                "{odd}"
            );
        }
    }
}
