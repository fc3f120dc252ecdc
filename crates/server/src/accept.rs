//! The accept loop: connections that say nothing, trickle or crowd are closed before they cost anybody else.
//!
//! Own because the usual one has no limit before the first byte. HTTP/1.1 only: what faces the world is a proxy that
//! ends TLS and speaks plain HTTP/1.1 to us.

use std::collections::HashMap;
use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use http::{Request, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tower::ServiceExt;

/// How much a connection may ask of us.
#[derive(Clone, Debug)]
pub(crate) struct Limits {
    /// Until the first byte of a connection.
    pub(crate) first_byte: Duration,
    /// For the whole head of a request; also how long an idle connection is kept.
    pub(crate) head: Duration,
    /// Bytes of a request's head.
    pub(crate) head_bytes: usize,
    /// Open connections of one address (IPv6: of one /64).
    pub(crate) per_address: usize,
    /// Open connections in all.
    pub(crate) total: usize,
    /// For requests in flight when told to stop.
    pub(crate) drain: Duration,
    /// Addresses of our own proxies, to which the cap of one address does not apply.
    pub(crate) proxies: Vec<IpAddr>,
}

/// Who is at the other end of the connection.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer(pub(crate) SocketAddr);

/// Serves until `stop` says true, then lets what is in flight finish.
pub(crate) async fn serve(
    listener: TcpListener,
    router: Router,
    limits: Limits,
    mut stop: watch::Receiver<bool>,
) {
    let graceful = GracefulShutdown::new();
    let crowd = Crowd::new(&limits);
    let limits = Arc::new(limits);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stop.wait_for(|&stop| stop) => break,
        };
        let (stream, address) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                // Out of file descriptors, most likely: give those in flight a moment to end.
                tracing::warn!(error = %error, "Could not take a connection");
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        let Some(place) = crowd.enter(address.ip()) else {
            continue;
        };
        let watcher = graceful.watcher();
        let (router, limits, stop) = (router.clone(), limits.clone(), stop.clone());
        tokio::spawn(async move {
            let _place = place;
            if first_byte(&stream, limits.first_byte, stop).await {
                let _ = stream.set_nodelay(true);
                converse(stream, router, &limits, watcher).await;
            }
        });
    }
    drop(listener);
    if tokio::time::timeout(limits.drain, graceful.shutdown()).await.is_err() {
        tracing::warn!("Some requests did not finish in time and were cut");
    }
}

/// Waits for the connection to say something. False if it did not, or if we are to stop.
async fn first_byte(stream: &TcpStream, limit: Duration, mut stop: watch::Receiver<bool>) -> bool {
    tokio::select! {
        ready = tokio::time::timeout(limit, stream.readable()) => matches!(ready, Ok(Ok(()))),
        _ = stop.wait_for(|&stop| stop) => false,
    }
}

/// Answers the requests of one connection, one after the other, until it ends or we are to stop.
async fn converse(stream: TcpStream, router: Router, limits: &Limits, watcher: Watcher) {
    let Ok(address) = stream.peer_addr() else { return };
    let peer = Peer(address);
    let service = hyper::service::service_fn(move |request: Request<Incoming>| {
        let router = router.clone();
        async move {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(peer);
            let answer: Result<Response<Body>, Infallible> = router.oneshot(request).await;
            answer
        }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head)
        .max_buf_size(limits.head_bytes)
        .serve_connection(TokioIo::new(stream), service);
    // A client that goes away or breaks the protocol is its own affair.
    let _ = watcher.watch(connection).await;
}

/// Counts the open connections, in all and of each address.
#[derive(Clone)]
struct Crowd {
    inside: Arc<Mutex<Inside>>,
    per_address: usize,
    total: usize,
    proxies: Arc<[IpAddr]>,
}

#[derive(Default)]
struct Inside {
    total: usize,
    of: HashMap<IpAddr, usize>,
}

/// One connection's place in the crowd, given back when dropped.
struct Place {
    crowd: Crowd,
    address: IpAddr,
}

impl Crowd {
    fn new(limits: &Limits) -> Self {
        Self {
            inside: Arc::default(),
            per_address: limits.per_address,
            total: limits.total,
            proxies: limits.proxies.clone().into(),
        }
    }

    fn enter(&self, address: IpAddr) -> Option<Place> {
        let address = neighbourhood(address);
        let mut inside = self.inside.lock().unwrap_or_else(PoisonError::into_inner);
        let here = inside.of.get(&address).copied().unwrap_or(0);
        let is_crowd = here >= self.per_address && !self.proxies.contains(&address);
        if is_crowd || inside.total >= self.total {
            return None;
        }
        inside.of.insert(address, here + 1);
        inside.total += 1;
        Some(Place { crowd: self.clone(), address })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut inside = self.crowd.inside.lock().unwrap_or_else(PoisonError::into_inner);
        inside.total -= 1;
        if let Some(here) = inside.of.get_mut(&self.address) {
            *here -= 1;
            if *here == 0 {
                inside.of.remove(&self.address);
            }
        }
    }
}

/// The address that counts as one client: IPv4 as it is, IPv6 by its network of 64 bits, which one customer has.
pub(crate) fn neighbourhood(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6((v6.to_bits() & !u128::from(u64::MAX)).into()),
        v4 @ IpAddr::V4(_) => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::{Crowd, Limits, neighbourhood};
    use std::net::IpAddr;
    use std::time::Duration;

    fn address(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn one_address_cannot_fill_the_house() {
        let second = Duration::from_secs(1);
        let crowd = Crowd::new(&Limits {
            first_byte: second,
            head: second,
            head_bytes: 1,
            per_address: 2,
            total: 4,
            drain: second,
            proxies: vec![address("10.0.0.1")],
        });
        let first = crowd.enter(address("127.0.0.2")).expect("room");
        let _second = crowd.enter(address("127.0.0.2")).expect("room");
        assert!(crowd.enter(address("127.0.0.2")).is_none(), "the third of one address is refused");
        let _other = crowd.enter(address("127.0.0.3")).expect("others have room");
        drop(first);
        let _again = crowd.enter(address("127.0.0.2")).expect("a place given back is free");
        let _full = crowd.enter(address("10.0.0.1")).expect("the last place");
        assert!(crowd.enter(address("127.0.0.9")).is_none(), "the house is full");
    }

    #[test]
    fn own_proxies_carry_many() {
        let second = Duration::from_secs(1);
        let crowd = Crowd::new(&Limits {
            first_byte: second,
            head: second,
            head_bytes: 1,
            per_address: 1,
            total: 9,
            drain: second,
            proxies: vec![address("10.0.0.1")],
        });
        let places: Vec<_> = (0..5).filter_map(|_| crowd.enter(address("10.0.0.1"))).collect();
        assert_eq!(places.len(), 5);
    }

    #[test]
    fn ipv6_is_counted_by_network() {
        assert_eq!(neighbourhood(address("2001:db8:1:2:3:4:5:6")), address("2001:db8:1:2::"));
        assert_eq!(neighbourhood(address("::ffff:10.1.2.3")), address("10.1.2.3"));
    }
}
