package lienthong

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/backoff"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"

	v1 "lienthong.example/go/gen/lienthong/v1"
)

// answerBytesMax: coverage of the whole country has some 10,000 rows of about 100 bytes.
const answerBytesMax = 64 << 20

// Client speaks to one node. It connects when the first call is made; safe for concurrent use. The stubs speak the bare
// contract over the same connection, with the same token.
type Client struct {
	Intake    v1.IntakeServiceClient
	Query     v1.QueryServiceClient
	Reference v1.ReferenceServiceClient
	Scores    v1.ScoreServiceClient
	Reports   v1.ReportServiceClient
	Admin     v1.AdminServiceClient

	config Config
	conn   *grpc.ClientConn
}

// Dial makes a client; an error says which key of the configuration cannot be used.
func Dial(config Config) (*Client, error) {
	config = config.withDefaults()
	if err := config.check(); err != nil {
		return nil, err
	}
	options, err := dialOptions(config)
	if err != nil {
		return nil, err
	}
	conn, err := grpc.NewClient("passthrough:///"+config.Node, options...)
	if err != nil {
		return nil, err
	}
	return &Client{
		Intake: v1.NewIntakeServiceClient(conn), Query: v1.NewQueryServiceClient(conn),
		Reference: v1.NewReferenceServiceClient(conn), Scores: v1.NewScoreServiceClient(conn),
		Reports: v1.NewReportServiceClient(conn), Admin: v1.NewAdminServiceClient(conn), config: config, conn: conn,
	}, nil
}

// Conn serves stubs of other services.
func (c *Client) Conn() grpc.ClientConnInterface { return c.conn }

// Close ends the connection and every call on it.
func (c *Client) Close() error { return c.conn.Close() }

func dialOptions(config Config) ([]grpc.DialOption, error) {
	security, err := transport(config)
	if err != nil {
		return nil, err
	}
	token, err := config.bearer()
	if err != nil {
		return nil, err
	}
	options := []grpc.DialOption{
		grpc.WithTransportCredentials(security),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(answerBytesMax)),
		// Nodes are spoken to directly: a proxy of the environment is for the web.
		grpc.WithNoProxy(),
		// gRPC's own pause between attempts grows to two minutes, longer than anybody waits for a restarting node.
		grpc.WithConnectParams(grpc.ConnectParams{
			Backoff:           backoff.Config{BaseDelay: 100 * time.Millisecond, Multiplier: 1.6, Jitter: 0.2, MaxDelay: time.Second},
			MinConnectTimeout: 5 * time.Second,
		}),
	}
	if token != "" {
		options = append(options, grpc.WithUnaryInterceptor(bearUnary(token)), grpc.WithStreamInterceptor(bearStream(token)))
	}
	return options, nil
}

func transport(config Config) (credentials.TransportCredentials, error) {
	if config.CA == "" {
		return insecure.NewCredentials(), nil
	}
	pem, err := readBounded(config.CA)
	if err != nil {
		return nil, err
	}
	authorities := x509.NewCertPool()
	if !authorities.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("config, ca: %s holds no certificate", config.CA)
	}
	settings := &tls.Config{RootCAs: authorities, MinVersion: tls.VersionTLS13}
	if config.Cert != "" {
		own, err := tls.LoadX509KeyPair(config.Cert, config.Key)
		if err != nil {
			return nil, fmt.Errorf("config, cert: %w", err)
		}
		settings.Certificates = []tls.Certificate{own}
	}
	return credentials.NewTLS(settings), nil
}

func withToken(ctx context.Context, token string) context.Context {
	return metadata.AppendToOutgoingContext(ctx, "authorization", "Bearer "+token)
}

func bearUnary(token string) grpc.UnaryClientInterceptor {
	return func(ctx context.Context, method string, req, reply any, cc *grpc.ClientConn, next grpc.UnaryInvoker, opts ...grpc.CallOption) error {
		return next(withToken(ctx, token), method, req, reply, cc, opts...)
	}
}

func bearStream(token string) grpc.StreamClientInterceptor {
	return func(ctx context.Context, desc *grpc.StreamDesc, cc *grpc.ClientConn, method string, next grpc.Streamer, opts ...grpc.CallOption) (grpc.ClientStream, error) {
		return next(withToken(ctx, token), desc, cc, method, opts...)
	}
}

// Call makes a unary call with this client's deadline, retries and errors; only for what may be repeated:
//
//	answer, err := lienthong.Call(ctx, client, client.Query.GetScore, request)
func Call[Request, Response any](ctx context.Context, c *Client,
	method func(context.Context, *Request, ...grpc.CallOption) (*Response, error), request *Request) (*Response, error) {
	retry := newRetry(c.config.Retry)
	for {
		response, err := callOnce(ctx, c.config.Timeout, method, request)
		if err == nil {
			return response, nil
		}
		if err := retry.wait(ctx, asError(err)); err != nil {
			return nil, err
		}
	}
}

func callOnce[Request, Response any](ctx context.Context, timeout time.Duration,
	method func(context.Context, *Request, ...grpc.CallOption) (*Response, error), request *Request) (*Response, error) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	return method(ctx, request)
}

// ScoreOptions narrow a score; the zero value asks for rate dvcqg, handling role, now.
type ScoreOptions struct {
	// AsOf: business facts up to this instant count.
	AsOf time.Time
	Rate v1.Rate
	Role v1.UnitRole
	// Children: also a row for each unit directly below.
	Children bool
}

// Score returns figures and the score of group 2 of Decision 766 for a unit's subtree.
func (c *Client) Score(ctx context.Context, unit string, period Period, options ScoreOptions) (*v1.GetScoreResponse, error) {
	return Call(ctx, c, c.Query.GetScore, &v1.GetScoreRequest{
		Unit: unit, From: period.From, To: period.To, AsOf: Instant(options.AsOf), Rate: options.Rate, Role: options.Role,
		Children: options.Children,
	})
}

// ScorecardOptions narrow a scorecard; the zero value asks for the rulebook of the day, now.
type ScorecardOptions struct {
	AsOf time.Time
	// Rulebook names another one; Trial is used in place of it and not kept.
	Rulebook string
	Trial    *v1.Rulebook
	Children bool
}

// Scorecard applies a rulebook to a unit's subtree. An empty decimal is "not scored", which is not zero.
func (c *Client) Scorecard(ctx context.Context, unit string, period Period, options ScorecardOptions) (*v1.GetScorecardResponse, error) {
	return Call(ctx, c, c.Scores.GetScorecard, &v1.GetScorecardRequest{
		Unit: unit, From: period.From, To: period.To, AsOf: Instant(options.AsOf), Rulebook: options.Rulebook,
		Trial: options.Trial, Children: options.Children,
	})
}

// Coverage says how complete the books are through an instant (the zero time: now).
func (c *Client) Coverage(ctx context.Context, unit string, through time.Time) (*v1.GetCoverageResponse, error) {
	return Call(ctx, c, c.Query.GetCoverage, &v1.GetCoverageRequest{Unit: unit, Through: Instant(through)})
}

// Dossier returns one dossier's state and movements.
func (c *Client) Dossier(ctx context.Context, code string) (*v1.GetDossierResponse, error) {
	return Call(ctx, c, c.Query.GetDossier, &v1.GetDossierRequest{Id: code})
}

// Units lists what holds below a unit ("": all) at a day ("": today).
func (c *Client) Units(ctx context.Context, below, day string) ([]*v1.ListUnitsResponse_Row, error) {
	answer, err := Call(ctx, c, c.Reference.ListUnits, &v1.ListUnitsRequest{Unit: below, TreeAt: day})
	return answer.GetRows(), err
}

// Status is the node at a glance.
func (c *Client) Status(ctx context.Context) (*v1.GetStatusResponse, error) {
	return Call(ctx, c, c.Admin.GetStatus, &v1.GetStatusRequest{})
}
