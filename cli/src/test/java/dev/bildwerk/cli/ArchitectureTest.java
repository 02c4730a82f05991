package dev.bildwerk.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.bildwerk.diffusion.pipeline.InvalidRequestException;
import dev.bildwerk.engine.LibTorch;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules that {@code docs/architecture.md} states, held against the compiled classes of every module. */
class ArchitectureTest {
    private static final List<String> MODULES = List.of("engine", "diffusion", "safety", "training", "cli");

    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.bildwerk");

    @Test
    void seesTheClassesThatItJudges() {
        assertThat(List.of("dev.bildwerk.engine.DType", "dev.bildwerk.diffusion.guard.Guard", "dev.bildwerk.cli.Main"))
                .allSatisfy(name -> assertThat(OURS.contain(name)).as(name).isTrue());
    }

    @Test
    void everyClassLivesInOneOfTheModules() {
        String[] packages = MODULES.stream().map(ArchitectureTest::packageOf).toArray(String[]::new);
        classes().should().resideInAnyPackage(packages).check(OURS);
    }

    @Test
    void modulesUseOnlyTheFloorsBelowThem() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .withOptionalLayers(true)
                .layer("engine").definedBy(packageOf("engine"))
                .layer("diffusion").definedBy(packageOf("diffusion"))
                .layer("safety").definedBy(packageOf("safety"))
                .layer("training").definedBy(packageOf("training"))
                .layer("cli").definedBy(packageOf("cli"))
                .whereLayer("cli").mayNotBeAccessedByAnyLayer()
                .whereLayer("training").mayOnlyBeAccessedByLayers("cli")
                .whereLayer("safety").mayOnlyBeAccessedByLayers("training", "cli")
                .whereLayer("diffusion").mayOnlyBeAccessedByLayers("safety", "training", "cli")
                .whereLayer("engine").mayOnlyBeAccessedByLayers("diffusion", "safety", "training", "cli")
                .check(OURS);
    }

    @Test
    void onlyTheEngineKnowsLibtorch() {
        noClasses().that(resideOutsideOfPackage(packageOf("engine")))
                .should().dependOnClassesThat().resideInAPackage("org.bytedeco..")
                .check(OURS);
    }

    @Test
    void whatUsesLibtorchWaitsUntilItIsLoaded() {
        classes().that(resideInAPackage(packageOf("engine"))).and().arePublic().and(useLibtorch())
                .and().doNotBelongToAnyOf(LibTorch.class)
                .should().callMethod(LibTorch.class, "await")
                .check(OURS);
    }

    private static DescribedPredicate<JavaClass> useLibtorch() {
        return DescribedPredicate.describe("use libtorch", one -> one.getDirectDependenciesFromSelf().stream()
                .anyMatch(dependency -> dependency.getTargetClass().getPackageName().startsWith("org.bytedeco")));
    }

    @Test
    void samplersKnowNoModelPromptOrPicture() {
        noClasses().that(resideInAPackage("dev.bildwerk.diffusion.sampling.."))
                .should().dependOnClassesThat(resideInAnyPackage(
                        "dev.bildwerk.diffusion.unet..",
                        "dev.bildwerk.diffusion.vae..",
                        "dev.bildwerk.diffusion.text..",
                        "dev.bildwerk.diffusion.checkpoint..",
                        "dev.bildwerk.diffusion.pipeline..",
                        "dev.bildwerk.diffusion.guard.."))
                .allowEmptyShould(true)
                .check(OURS);
    }

    @Test
    void theModelsPartsDoNotKnowThePipeline() {
        noClasses().that(resideInAnyPackage(
                        "dev.bildwerk.diffusion.unet..",
                        "dev.bildwerk.diffusion.vae..",
                        "dev.bildwerk.diffusion.text..",
                        "dev.bildwerk.diffusion.checkpoint.."))
                .should().dependOnClassesThat().resideInAPackage("dev.bildwerk.diffusion.pipeline..")
                .allowEmptyShould(true)
                .check(OURS);
    }

    @Test
    void theLowerModulesHaveNoPackageCycles() {
        for (String module : List.of("engine", "safety", "training")) {
            slices().matching("dev.bildwerk." + module + ".(*)..")
                    .should().beFreeOfCycles()
                    .allowEmptyShould(true)
                    .check(OURS);
        }
        // By contract pipeline and guard speak of each other: a guard judges requests, no pipeline is without one.
        slices().matching("dev.bildwerk.diffusion.(*)..")
                .should().beFreeOfCycles()
                .ignoreDependency(resideInAPackage("dev.bildwerk.diffusion.guard.."),
                        resideInAPackage("dev.bildwerk.diffusion.pipeline.."))
                // A request's parts refuse what is out of range in the request's words, wherever they live.
                .ignoreDependency(DescribedPredicate.alwaysTrue(), type(InvalidRequestException.class))
                .check(OURS);
    }

    @Test
    void onlyTheCommandEndsTheProcess() {
        noClasses().that(resideOutsideOfPackage(packageOf("cli")))
                .should().callMethodWhere(endsTheProcess())
                .check(OURS);
    }

    /** But for the sheets that whoever trains a model looks at: what a library or a user is given is marked. */
    @Test
    void pictureFilesAreMadeInOnePlace() {
        noClasses().that(resideOutsideOfPackages(
                        "dev.bildwerk.safety.provenance..", "dev.bildwerk.diffusion.recipe..", packageOf("training")))
                .should().callMethodWhere(makesAPictureFile())
                .check(OURS);
    }

    private static DescribedPredicate<JavaMethodCall> makesAPictureFile() {
        return DescribedPredicate.describe("it makes a file of a picture", call -> {
            String owner = call.getTargetOwner().getName();
            boolean writesImages = owner.startsWith("javax.imageio.Image") && call.getTarget().getName().equals("write");
            return writesImages || owner.matches(".*\\.Recipe(Png|Jpeg)") && call.getTarget().getName().equals("encode");
        });
    }

    private static DescribedPredicate<JavaMethodCall> endsTheProcess() {
        return DescribedPredicate.describe("it ends the process", call -> {
            String owner = call.getTargetOwner().getName();
            boolean ofProcess = owner.equals("java.lang.System") || owner.equals("java.lang.Runtime");
            return ofProcess && List.of("exit", "halt").contains(call.getTarget().getName());
        });
    }

    @Test
    void theLibraryBringsNoLoggingFramework() {
        noClasses().that(resideInAnyPackage(packageOf("engine"), packageOf("diffusion")))
                .should().dependOnClassesThat(resideInAnyPackage(
                        "java.util.logging..", "org.slf4j..", "org.apache.logging..", "org.apache.commons.logging.."))
                .check(OURS);
    }

    private static String packageOf(String module) {
        return "dev.bildwerk." + module + "..";
    }
}
