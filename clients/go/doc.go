// Package lienthong speaks to a node of Liên Thông: it submits dossier updates and reads books and scorecards.
//
//	client, err := lienthong.Dial(lienthong.FromEnvironment())
//	defer client.Close()
//	for result, err := range client.SubmitStream(ctx, lienthong.Submission{Source: "igate", Unit: "H44.13"}, records) {
//		...
//	}
//
// Failed calls are of type *Error; errors.Is(err, lienthong.NotFound) asks for the next step. What is temporary is
// repeated for Config.Retry first, and every call of this package may safely be repeated: a record that says nothing new
// is Unchanged. The messages of the contract are in gen/lienthong/v1.
package lienthong
