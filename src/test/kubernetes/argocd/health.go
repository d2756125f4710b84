package main

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"

	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
	"github.com/argoproj/argo-cd/v3/util/lua"
	"github.com/argoproj/gitops-engine/pkg/health"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"
)

// Said is what Argo CD makes of one object: by the script alone, as the test of its own repository's folders runs it, and in its
// controller, which has the script in argocd-cm.
type said struct {
	Script     *health.HealthStatus `json:"script"`
	Controller *health.HealthStatus `json:"controller"`
}

// Healths prints, by the file, what Argo CD makes of the objects of a folder of its resource_customizations.
func healths(folder string) error {
	script, err := os.ReadFile(filepath.Join(folder, "health.lua"))
	if err != nil {
		return err
	}
	// As a group's rule for all of its kinds, which is how argo-cd.yaml gives it.
	overrides := lua.ResourceHealthOverrides{
		filepath.Base(filepath.Dir(folder)) + "/*": v1alpha1.ResourceOverride{HealthLua: string(script)},
	}
	files, err := filepath.Glob(filepath.Join(folder, "testdata", "*.yaml"))
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return errors.New("no testdata/*.yaml in " + folder)
	}
	all := map[string]said{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		object := &unstructured.Unstructured{}
		if err := yaml.Unmarshal(text, &object.Object); err != nil {
			return err
		}
		alone, err := lua.VM{UseOpenLibs: true}.ExecuteHealthLua(object, string(script))
		if err != nil {
			return err
		}
		shown, err := health.GetResourceHealth(object, overrides)
		if err != nil {
			return err
		}
		all["testdata/"+filepath.Base(file)] = said{Script: alone, Controller: shown}
	}
	return json.NewEncoder(os.Stdout).Encode(all)
}
