# Not tested: no machine with Nix was at hand when this was written. The shell is plain; the package needs
# npmDepsHash, which `nix build` prints on its first run.
{
  description = "A watchdog that keeps a team of coding-agent CLIs working unattended in tmux";

  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixpkgs-unstable";

  outputs = { self, nixpkgs }:
    let
      systems = [ "x86_64-linux" "aarch64-linux" "x86_64-darwin" "aarch64-darwin" ];
      each = make: nixpkgs.lib.genAttrs systems (system: make nixpkgs.legacyPackages.${system});
    in
    {
      devShells = each (pkgs: {
        default = pkgs.mkShell { packages = [ pkgs.nodejs_24 pkgs.tmux pkgs.git ]; };
      });

      packages = each (pkgs: {
        default = pkgs.buildNpmPackage {
          pname = "agents";
          version = "0.1.0";
          src = self;
          nodejs = pkgs.nodejs_24;
          npmDepsHash = pkgs.lib.fakeHash;
          # The npm package `node` would fetch a Node of its own; Nix brings one.
          npmFlags = [ "--ignore-scripts" ];
          nativeBuildInputs = [ pkgs.makeWrapper ];
          postInstall = ''
            wrapProgram $out/bin/agents --prefix PATH : ${pkgs.lib.makeBinPath [ pkgs.tmux pkgs.git ]}
          '';
        };
      });
    };
}
