// Command strict reads YAML documents as the types of the projects that define them and refuses what those do
// not know: cert-manager's Certificate and Issuer, the Prometheus operator's ServiceMonitor and PrometheusRule.
//
//	strict FILE...
//
// Prints how many fit. Exit status 1: a document does not, with file, number and reason.
package main

import (
	"bytes"
	"fmt"
	"os"

	certificates "github.com/cert-manager/cert-manager/pkg/apis/certmanager/v1"
	monitoring "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
	"sigs.k8s.io/yaml"
)

// A new value of the type that a document says it is; nil for a kind of somebody else.
func typeOf(apiVersion, kind string) any {
	switch apiVersion + "/" + kind {
	case "cert-manager.io/v1/Certificate":
		return &certificates.Certificate{}
	case "cert-manager.io/v1/Issuer":
		return &certificates.Issuer{}
	case "monitoring.coreos.com/v1/ServiceMonitor":
		return &monitoring.ServiceMonitor{}
	case "monitoring.coreos.com/v1/PrometheusRule":
		return &monitoring.PrometheusRule{}
	}
	return nil
}

func check(document []byte) error {
	var head struct{ APIVersion, Kind string }
	if err := yaml.Unmarshal(document, &head); err != nil {
		return err
	}
	thing := typeOf(head.APIVersion, head.Kind)
	if thing == nil {
		return fmt.Errorf("%s %s: not one of the kinds that are read here", head.APIVersion, head.Kind)
	}
	return yaml.UnmarshalStrict(document, thing)
}

func main() {
	fit, failed := 0, false
	for _, file := range os.Args[1:] {
		text, err := os.ReadFile(file)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		for i, document := range bytes.Split(text, []byte("\n---\n")) {
			if len(bytes.TrimSpace(document)) == 0 {
				continue
			}
			if err := check(document); err != nil {
				fmt.Fprintf(os.Stderr, "%s: document %d: %v\n", file, i+1, err)
				failed = true
				continue
			}
			fit++
		}
	}
	if failed {
		os.Exit(1)
	}
	fmt.Printf("%d fit\n", fit)
}
