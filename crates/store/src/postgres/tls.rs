//! TLS to the server: rustls with the one crypto provider of the house. The server's certificate is always checked.

use std::io;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use rustls::crypto::aws_lc_rs;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_postgres::tls::{ChannelBinding, MakeTlsConnect, TlsConnect, TlsStream};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream as Inner;

use crate::error::OpenError;

/// How to begin TLS, or that there is to be none.
#[derive(Clone)]
pub(crate) struct Tls(Option<Arc<ClientConfig>>);

impl Tls {
    /// For ways that need none.
    pub(crate) const fn none() -> Self {
        Self(None)
    }

    /// With a certificate that one of these has signed: those of the file, else the system's own.
    pub(crate) fn verified(authority: Option<&Path>) -> Result<Self, OpenError> {
        let mut roots = RootCertStore::empty();
        match authority {
            Some(path) => {
                let fault = |error: &dyn std::fmt::Display| {
                    OpenError::Authority(format!("{}: {error}", path.display()))
                };
                let certificates = CertificateDer::pem_file_iter(path).map_err(|error| fault(&error))?;
                for certificate in certificates {
                    let certificate = certificate.map_err(|error| fault(&error))?;
                    roots.add(certificate).map_err(|error| fault(&error))?;
                }
                if roots.is_empty() {
                    return Err(fault(&"there is none in it"));
                }
            }
            None => {
                // One that the system keeps and we cannot read hurts nobody as long as there are others.
                roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
                if roots.is_empty() {
                    return Err(OpenError::Authority(
                        "the system keeps none; set database_authority".to_owned(),
                    ));
                }
            }
        }
        let config = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|error| OpenError::Authority(error.to_string()))?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self(Some(Arc::new(config))))
    }
}

/// TLS to one server.
pub(crate) struct Connect {
    config: Option<Arc<ClientConfig>>,
    name: String,
}

impl<S> MakeTlsConnect<S> for Tls
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    type Stream = Stream<S>;
    type TlsConnect = Connect;
    type Error = io::Error;

    fn make_tls_connect(&mut self, name: &str) -> Result<Connect, io::Error> {
        // Asked for each connection, also where there is to be no TLS: the name of a socket is none.
        Ok(Connect { config: self.0.clone(), name: name.to_owned() })
    }
}

impl<S> TlsConnect<S> for Connect
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    type Stream = Stream<S>;
    type Error = io::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Stream<S>, io::Error>> + Send>>;

    fn connect(self, stream: S) -> Self::Future {
        Box::pin(async move {
            let config = self.config.ok_or(io::ErrorKind::Unsupported)?;
            let name = ServerName::try_from(self.name).map_err(io::Error::other)?;
            Ok(Stream(Box::new(TlsConnector::from(config).connect(name, stream).await?)))
        })
    }
}

/// A connection inside TLS.
pub(crate) struct Stream<S>(Box<Inner<S>>);

impl<S: AsyncRead + AsyncWrite + Unpin> TlsStream for Stream<S> {
    /// The certificate has been checked against the server's name; passwords are not bound to it besides.
    fn channel_binding(&self) -> ChannelBinding {
        ChannelBinding::none()
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncRead for Stream<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(context, buffer)
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Stream<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(context)
    }
}
