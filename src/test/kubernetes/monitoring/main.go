// Command monitoring reads one ServiceMonitor or PrometheusRule as JSON on standard input and names each field in it that the
// Prometheus operator does not know.
package main

import (
	"fmt"
	"io"
	"os"

	monitoring "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/json"
)

func main() {
	input, err := io.ReadAll(os.Stdin)
	kind := metav1.TypeMeta{}
	if err == nil {
		err = json.UnmarshalCaseSensitivePreserveInts(input, &kind)
	}
	kinds := map[string]any{"ServiceMonitor": &monitoring.ServiceMonitor{}, "PrometheusRule": &monitoring.PrometheusRule{}}
	object := kinds[kind.Kind]
	if err != nil || object == nil || kind.APIVersion != monitoring.SchemeGroupVersion.String() {
		fmt.Fprintf(os.Stderr, "no ServiceMonitor and no PrometheusRule but %+v: %v\n", kind, err)
		os.Exit(2)
	}
	unknown, err := json.UnmarshalStrict(input, object)
	if err != nil {
		unknown = append(unknown, err)
	}
	for _, it := range unknown {
		fmt.Fprintln(os.Stderr, it)
	}
	if len(unknown) > 0 {
		os.Exit(1)
	}
}
